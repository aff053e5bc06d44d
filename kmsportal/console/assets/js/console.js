/* What the pages do beyond links and forms; each page works without it. */

"use strict";

const SHOWN_MS = 1600;

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const status = button.querySelector("[role=status]");
  button.classList.add("is-copied");
  status.textContent = "Copied";
  setTimeout(() => {
    button.classList.remove("is-copied");
    status.textContent = "";
  }, SHOWN_MS);
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function checkConfirmation(input) {
  const button = input.form.querySelector("[data-confirms]");
  button.disabled = !input.dataset.expects.split("\n").includes(input.value.trim());
}

function prepare(root) {
  for (const input of root.querySelectorAll("[data-expects]")) checkConfirmation(input);
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const button = target.closest("[data-copy]");
  if (button) copy(button);
  if (target.closest("[data-close]")) {
    const dialog = target.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  }
  closeMenus(target.closest("details.menu"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement.closest("details.menu[open]");
  closeMenus(null);
  if (menu) menu.querySelector("summary").focus();
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-expects]")) checkConfirmation(event.target);
});

document.addEventListener("htmx:afterSwap", (event) => {
  prepare(event.target);
  if (event.target.id === "dialog") event.target.showModal();
});

/* A refusal is a page too: show what the server says instead of nothing. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) event.detail.shouldSwap = true;
});

prepare(document);
