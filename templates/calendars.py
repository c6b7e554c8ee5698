"""Calendars: meetings as an .ics file (RFC 5545) that the calendar of a phone opens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event, vGeo

from templates.engine import render

_REMINDERS = (timedelta(days=-1), timedelta(hours=-1))


def calendar(facts: Mapping[str, Any]) -> bytes:
    """The file; `facts` are those that `actions.calendars` gathers, all times in UTC."""
    found = Calendar()
    found.add("prodid", "-//Rembug//Rembug//ID")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for event in facts["events"]:
        found.add_component(_event(event))
    return bytes(found.to_ical())


def _event(event: Mapping[str, Any]) -> Event:
    found, title = Event(), _title(event)
    found.add("uid", event["uid"])
    for name, moment in {"dtstamp": "changed", "dtstart": "starts", "dtend": "ends"}.items():
        found.add(name, datetime.fromisoformat(event[moment]))
    found.add("summary", title)
    found.add("location", event["place"])
    if event["bring"]:
        found.add("description", render("activities/calendar_note", bring=event["bring"]))
    if event["point"]:
        found.add("geo", vGeo(event["point"]))
    found.add("sequence", event["revision"])
    found.add("status", "CANCELLED" if event["off"] else "CONFIRMED")
    if not event["off"]:
        for before in _REMINDERS:
            found.add_component(_alarm(title, before))
    return found


def _title(event: Mapping[str, Any]) -> str:
    """What the activity is called, and which of its meetings this is where there are several."""
    if event["meetings"] == 1:
        return str(event["title"])
    place = {name: event[name] for name in ("title", "meeting", "meetings")}
    return render("activities/calendar_title", **place)


def _alarm(title: str, before: timedelta) -> Alarm:
    found = Alarm()
    found.add("action", "DISPLAY")
    found.add("description", title)
    found.add("trigger", before)
    return found
