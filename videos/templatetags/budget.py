"""What a page says of the budgets that bind its reader."""

from django import template
from django.contrib.auth.models import AbstractBaseUser

from videos import budgets
from videos.budgets import Standing

register = template.Library()


@register.simple_tag
def budget_standings(user: AbstractBaseUser) -> list[Standing]:
    return budgets.standings(user)


@register.simple_tag
def who_can_raise(user: AbstractBaseUser) -> str:
    return budgets.who_can_raise(user)
