"""GetTags: the tags of keys in a period, or the values that one of them had.

AWS Cost Explorer Service API Reference, "GetTags".
"""

from typing import Annotated, cast

from django.db.models import Q
from msgspec import Meta

from billing.exploring.filters import check_filter
from billing.exploring.inquiry import Inquiry
from billing.exploring.members import (
    BillingView,
    DateInterval,
    Expression,
    Granularity,
    Page,
    SortDefinition,
    Text,
)
from billing.exploring.pages import page_of_rows
from billing.exploring.periods import read_span
from billing.models import KeyTagInterval
from billing.months import MICROSECONDS_PER_HOUR
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result


class GetTagsParams(Params, frozen=True, kw_only=True):
    """With ``tag_key`` its values are listed, else the names of tags."""

    time_period: DateInterval
    search_string: Text | None = None
    tag_key: Text | None = None
    filter: Expression | None = None
    sort_by: list[SortDefinition] | None = None
    billing_view_arn: BillingView | None = None
    max_results: Annotated[int, Meta(ge=1)] | None = None
    next_page_token: Page | None = None


class GetTagsResult(Result, frozen=True, kw_only=True):
    """Tags ascend; an empty value stands for what has no such tag."""

    tags: list[str]
    return_size: int
    total_size: int
    next_page_token: str | None = None


def check(call: Call, bound: None) -> None:
    """Refuse what is no period and no filter."""
    params = cast(GetTagsParams, call.params)
    read_span(params.time_period, Granularity.DAILY)
    check_filter(params.filter)


@account_operation(service="ce", kind=Kind.READ, check=check)
def get_tags(call: Call, params: GetTagsParams) -> GetTagsResult:
    found = _values(call, params) if params.tag_key else _names(call, params)
    sought = (params.search_string or "").casefold()
    shown = sorted(tag for tag in found if sought in tag.casefold())
    page, token = page_of_rows(
        shown,
        limit=params.max_results,
        token=params.next_page_token,
        call=call,
        without=("next_page_token", "max_results"),
    )
    return GetTagsResult(
        tags=list(page),
        return_size=len(page),
        total_size=len(shown),
        next_page_token=token,
    )


def _values(call: Call, params: GetTagsParams) -> set[str]:
    name = params.tag_key or ""
    span = read_span(params.time_period, Granularity.MONTHLY)
    inquiry = Inquiry.of(call, span, params.filter, tags=[name])
    place = inquiry.tags.index(name)
    return {fact.tags[place] or "" for fact in inquiry.facts()}


def _names(call: Call, params: GetTagsParams) -> set[str]:
    span = read_span(params.time_period, Granularity.MONTHLY)
    inquiry = Inquiry.of(call, span, params.filter)
    begins, ends = (hour * MICROSECONDS_PER_HOUR for hour in span.hours)
    keys = None
    if params.filter is not None:
        keys = {fact.key_arn for fact in inquiry.facts()}
    return {
        name
        for account_id in inquiry.accounts
        for name, arn in KeyTagInterval.objects.in_account(account_id)
        .filter(Q(ends=None) | Q(ends__gt=begins), begins__lt=ends)
        .values_list("name", "key_arn")
        if keys is None or arn in keys
    }
