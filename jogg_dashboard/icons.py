"""The tags of heroicons. Each icon is drawn once: a page of the library shows 240, which took a tenth of its time."""

from functools import lru_cache

from django import template
from heroicons.templatetags import heroicons

register = template.Library()
for draw in (heroicons.heroicon_micro, heroicons.heroicon_mini, heroicons.heroicon_outline, heroicons.heroicon_solid):
    register.simple_tag(lru_cache(maxsize=1024)(draw), name=draw.__name__)
