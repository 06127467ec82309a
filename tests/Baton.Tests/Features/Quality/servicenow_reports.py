"""Works out the reports on the real log again, from the log alone: walks each incident, remembers who holds it, and counts.

Usage: servicenow_reports.py LOG.csv UNTIL      (UNTIL: when the report was made, RFC 3339)
Prints what /reports/senders, /reports/flow and /reports/templates say of the handoffs in it, as JSON.
"""
import collections
import csv
import datetime
import json
import math
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

FIELDS = ["cmdb_ci", "u_symptom", "category", "priority"]
Moved = collections.namedtuple("Moved", "sender receiver at waived taken done")


def read(path):
    incidents = collections.OrderedDict()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            row["at"] = datetime.datetime.strptime(row["sys_updated_at"], "%d-%m-%Y %H:%M").replace(tzinfo=datetime.timezone.utc)
            incidents.setdefault(row["number"], []).append(row)
    return incidents.values()


def moves(events):
    holder = None
    for i, event in enumerate(events):
        group = event["assignment_group"]
        if group == "?":
            continue
        if holder is not None and holder != group:
            yield moved(holder, event, events[i + 1:])
        holder = group


def moved(sender, event, later):
    group, held = event["assignment_group"], []
    for one in later:
        held.append(one)
        if one["assignment_group"] not in (group, "?"):
            break
    held = [one for one in held if one["at"] >= event["at"]]
    taken = next((one for one in held if one["sys_updated_by"] != event["sys_updated_by"]), None)
    over = lambda one: one["incident_state"] in ("Resolved", "Closed") or one["assignment_group"] not in (group, "?")
    done = next((one for one in held if over(one) and one["at"] >= taken["at"]), None) if taken else None
    return Moved(key(sender), key(group), event["at"], [f for f in FIELDS if event[f] == "?"], taken and taken["at"], done and done["at"])


def key(group):
    return group.lower().replace(" ", "_")


def share(part, whole):
    return part / whole if whole else None


def quantile(n, p, q):
    """In whole numbers: P(X <= k) >= q."""
    total, a, b = Fraction(0), p.numerator, p.denominator
    for k in range(n + 1):
        total += Fraction(math.comb(n, k) * a**k * (b - a) ** (n - k), b**n)
        if total >= q:
            return k
    raise ValueError("The probabilities do not add up.")


def limits(n, p, known={}):
    if n not in known:
        names = {"low95": Fraction(25, 1000), "high95": Fraction(975, 1000), "low998": Fraction(1, 1000), "high998": Fraction(999, 1000)}
        known[n] = {name: quantile(n, p, q) / n for name, q in names.items()}
    return known[n]


def signal(defective, n, p):
    if n < 5:
        return "none"
    bounds, rate = limits(n, p), defective / n
    if rate > bounds["high998"]:
        return "high"
    if rate < bounds["low998"]:
        return "low"
    return "watch" if rate > bounds["high95"] or rate < bounds["low95"] else "none"


def figures(handoffs, p):
    lacking, accepted = [one for one in handoffs if one.waived], [one for one in handoffs if one.taken]
    return {
        "handoffs": len(handoffs), "rejected_attempts": 0, "returned": 0, "waived": len(lacking), "late_gaps": 0, "defective": len(lacking),
        "defect_rate": share(len(lacking), len(handoffs)), "first_pass_yield": share(sum(not one.waived for one in accepted), len(accepted)),
        "rating": None, "ratings": 0, "questions": 0, "limits": limits(len(handoffs), p), "signal": signal(len(lacking), len(handoffs), p),
    }


def by(handoffs, of):
    groups = collections.defaultdict(list)
    for one in handoffs:
        groups[of(one)].append(one)
    return sorted(groups.items())


def monday(time):
    return (time.date() - datetime.timedelta(days=time.weekday())).isoformat()


def senders(handoffs):
    p = Fraction(sum(bool(one.waived) for one in handoffs), len(handoffs))
    template = lambda one: f"incident_to_{one.receiver}"
    return {
        "handoffs": len(handoffs), "defective": sum(bool(one.waived) for one in handoffs), "defect_rate": float(p),
        "items": [{"team": team, **figures(own, p), "weeks": [{"week": week, "handoffs": len(of), "defective": sum(bool(one.waived) for one in of)} for week, of in by(own, lambda one: monday(one.at))]} for team, own in by(handoffs, lambda one: one.sender)],
        "by_template_version": [{"template": name, "template_version": 1, **figures(own, p)} for name, own in by(handoffs, template)],
        "by_field": [
            {"template": name, "field": field, "handoffs": len(own), "rejected_attempts": 0, "returned": 0, "waived": count, "late_gaps": 0, "defective": count, "defect_rate": count / len(own), "questions": 0, "missing_in_feedback": 0, "minutes_lost": 0}
            for name, own in by(handoffs, template) for field, count in sorted(collections.Counter(f for one in own for f in one.waived).items())],
        "by_receiver": [{"team": team, "handoffs": len(own), "returned": 0, "return_rate": 0} for team, own in by(handoffs, lambda one: one.receiver)],
    }


def percentiles(spans):
    tenths = sorted((Decimal(int(span.total_seconds())) / 360).quantize(Decimal(1), ROUND_HALF_EVEN) for span in spans)
    return {f"p{q}": float(tenths[math.ceil(len(tenths) * q / 100) - 1] / 10) if tenths else None for q in (50, 90, 99)}


def flow(handoffs, until):
    took = lambda of: [one.taken - one.at for one in of if one.taken]
    worked = lambda of: [one.done - one.taken for one in of if one.done]
    hours = lambda spans: sum(spans, datetime.timedelta()) / datetime.timedelta(hours=1)
    waiting = [(one.taken or until) - one.at for one in handoffs]
    work = [(one.done or until) - one.taken for one in handoffs if one.taken]
    open_now = [one for one in handoffs if not one.done]
    count = lambda of, test: sum(map(test, of))
    return {
        "handoffs": len(handoffs), "accepted": len(took(handoffs)), "completed": len(worked(handoffs)), "open": len(open_now), "overdue": len(open_now), "orphans": len(open_now), "loops": 0, "hops": 0, "ping_pong": 0,
        "acceptance_hours": percentiles(took(handoffs)), "acceptance_working_hours": percentiles(took(handoffs)),
        "completion_hours": percentiles(worked(handoffs)), "completion_working_hours": percentiles(worked(handoffs)),
        "waiting_hours": {"receiver": hours(waiting), "sender": 0, "work": hours(work)},
        "items": [
            {"from_team": pair[0], "to_team": pair[1], "handoffs": len(own), "defective": count(own, lambda one: bool(one.waived)), "defect_rate": count(own, lambda one: bool(one.waived)) / len(own), "loops": 0, "ping_pong": 0,
             "acceptance_hours": share(hours(took(own)), len(took(own)))} for pair, own in by(handoffs, lambda one: (one.sender, one.receiver))],
        "teams": [
            {"team": team, "sent": count(handoffs, lambda one: one.sender == team), "received": count(handoffs, lambda one: one.receiver == team), "holds": count(open_now, lambda one: one.receiver == team), "overdue": count(open_now, lambda one: one.receiver == team)}
            for team in sorted({one.sender for one in handoffs} | {one.receiver for one in handoffs})],
        "weeks": [
            {"week": week, "handoffs": len(own), "accepted": len(took(own)), "completed": len(worked(own)), "returned": 0, "acceptance_hours": percentiles(took(own)), "completion_hours": percentiles(worked(own))}
            for week, own in by(handoffs, lambda one: monday(one.at))],
    }


def templates(handoffs):
    groups = by(handoffs, lambda one: f"incident_to_{one.receiver}")
    return {
        "templates": [
            {"template": name, "template_version": 1, "handoffs": len(own), "rejected_attempts": 0, "defective": sum(bool(one.waived) for one in own), "defect_rate": sum(bool(one.waived) for one in own) / len(own), "never_looked_at": sum(one.taken is not None for one in own)}
            for name, own in groups],
        "items": [
            {"template": name, "field": field, "handoffs": len(own), "missing": sum(field in one.waived for one in own), "placeholder": 0, "returned": 0, "asked": 0, "late_gaps": 0, "missing_in_feedback": 0, "never_mentioned": len(own)}
            for name, own in groups for field in FIELDS],
        "asked": [],
    }


def main():
    until = datetime.datetime.fromisoformat(sys.argv[2].replace("Z", "+00:00"))
    handoffs = [one for incident in read(sys.argv[1]) for one in moves(incident)]
    json.dump({"senders": senders(handoffs), "flow": flow(handoffs, until), "templates": templates(handoffs)}, sys.stdout)


if __name__ == "__main__":
    main()
