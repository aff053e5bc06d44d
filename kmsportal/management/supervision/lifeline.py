"""What makes a child end when its supervisor is gone, however it went."""

import ctypes
import os
import signal
import sys
import threading
import time

VARIABLE = "KMSPORTAL_LIFELINE"
_PR_SET_PDEATHSIG = 1
_GRACE_SECONDS = 10.0


def hold() -> None:
    """End this process soon after its supervisor ends.

    The supervisor holds the other end of a pipe; the kernel closes it even on
    ``kill -9``. Linux sends a signal as well (prctl(2), PR_SET_PDEATHSIG), which
    reaches a child whose interpreter is busy.
    """
    descriptor = os.environ.pop(VARIABLE, "")
    if not descriptor:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    os.set_inheritable(int(descriptor), False)  # noqa: FBT003 - the only parameter
    threading.Thread(
        target=_watch, args=(int(descriptor),), name="lifeline", daemon=True
    ).start()


def _watch(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)
