"""The frame around the views: the heading, the views by name, language and appearance."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.web.texts import LANGUAGES, SWITCH, named, option, told

THEMES = ("system", "light", "dark")


def masthead_html(views: Sequence[str], *, has_accounts: bool = False) -> str:
    """Return the heading of the page with a tab for each of ``views``, and the way to log in."""
    tabs = "".join(_tab_html(view) for view in views)
    account = f'<a class="account" href="account">{told("account")}</a>' if has_accounts else ""
    return (
        f'<a class="skip" href="#view-{views[0]}">{told("skip")}</a>'
        f'<header class="masthead"><h1>{told("title")}</h1><p class="motto">{told("motto")}</p>'
        f"<nav {named('aria-label', 'views')}>"
        f'<div class="views" role="tablist" {named("aria-label", "views")}>{tabs}</div></nav>'
        f'<div class="settings">{account}{_languages_html()}{_themes_html()}</div></header>'
    )


def _tab_html(view: str) -> str:
    return (
        f'<button type="button" role="tab" id="tab-{view}" data-view="{view}"'
        f' aria-controls="view-{view}" aria-selected="false" tabindex="-1">'
        f"{told(f'view.{view}')}</button>"
    )


def _languages_html() -> str:
    options = "".join(
        f'<option value="{language}" lang="{language}">{SWITCH[language]}</option>'
        for language in LANGUAGES
    )
    return f'<select data-setting="language" {named("aria-label", "language")}>{options}</select>'


def _themes_html() -> str:
    options = "".join(option(theme, f"theme.{theme}") for theme in THEMES)
    return f'<select data-setting="theme" {named("aria-label", "theme")}>{options}</select>'
