using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Baton.Client;

namespace Baton.Commands;

/// <summary><c>baton handoff list</c>: an option for each parameter of the list.</summary>
internal static class HandoffListCommand
{
    internal static Command Make(string[] columns, Func<HandoffRecord, IReadOnlyList<Cell>> row)
    {
        var command = new Command(
            "list",
            "List handoffs, newest first unless --sort or --updated-since says otherwise. Columns when piped: "
                + $"{string.Join(", ", columns)}.\n\nExample: baton handoff list --team onboarding --box "
                + "inbox --status initiated"
        );
        var query = AddQuery(command);
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        command.Options.Add(limit);
        command.Options.Add(cursor);
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var asked = query(parsed);
                        var (most, from) = (parsed.GetValue(limit), parsed.GetValue(cursor));
                        return await SayAsync(session, asked, most, from, columns, row, token);
                    },
                    token
                )
        );
        return command;
    }

    private static async Task<int> SayAsync(
        Server.Session session,
        HandoffQuery query,
        int limit,
        string? cursor,
        string[] columns,
        Func<HandoffRecord, IReadOnlyList<Cell>> row,
        CancellationToken cancellationToken
    )
    {
        Page<HandoffRecord>? first = null;
        var joined = await Pages.JoinAsync(
            limit,
            cursor,
            async (most, from) =>
            {
                var count = query.Count && first is null;
                var page = await session.Api.ListAsync(
                    query with
                    {
                        Limit = most,
                        Cursor = from,
                        Count = count,
                    },
                    cancellationToken
                );
                first ??= page;
                return page;
            }
        );
        if (session.Json)
        {
            session.Output.Json(first! with { Items = joined.Items, NextCursor = joined.NextCursor });
            return CommandLine.Done;
        }

        var said = Pages.Say(session, joined, columns, row);
        if (first!.Total is { } total)
            session.Output.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(first.TotalCapped == true ? "More than " : "")}{total} handoffs match."
                )
            );
        return said;
    }

    private static Func<ParseResult, HandoffQuery> AddQuery(Command command)
    {
        Option<string?> Add(string name, string description, params string[] among)
        {
            var option = new Option<string?>(name) { Description = description };
            if (among.Length > 0)
                option.AcceptOnlyFromAmong(among);
            command.Options.Add(option);
            return option;
        }

        var team = Add("--team", "Only handoffs from or to this team.");
        var box = Add("--box", "With --team: inbox (received) or outbox (sent).", "inbox", "outbox");
        var states = Enum.GetValues<HandoffStatus>().Select(HandoffText.Wire).ToArray();
        var status = Add("--status", "Only handoffs in this state.", states);
        var template = Add("--template", "Only handoffs of this template.");
        var search = Add("--search", "Search titles, contexts and names of people for these words.");
        var owner = Add("--owner", "Only handoffs that this person works on.");
        var heldBy = Add("--held-by", "Only handoffs that this team must act on now.");
        var person = Add("--person", "Only handoffs that this person handed over, accepted or works on.");
        var externalKey = Add("--external-key", "With --template: the handoff that was created with this key.");
        var sort = Add("--sort", "What comes first.", "newest", "updated", "due", "priority");
        var parent = AddOption<long?>(command, "--parent-id", "Only handoffs that follow from this one.");
        var since = AddTime(command, "--updated-since", "Only handoffs changed since, the oldest change first.");
        var before = AddTime(command, "--due-before", "Only handoffs due before.");
        var from = AddTime(command, "--due-from", "Only handoffs due then or later.");
        var unowned = AddOption<bool>(command, "--unowned", "Only open handoffs that nobody works on.");
        var priority = Add("--priority", "Only handoffs of this priority.", "urgent", "high", "normal", "low");
        var closed = AddOption<bool>(command, "--closed", "Only handoffs that are completed, declined or withdrawn.");
        var overdue = AddOption<bool>(command, "--overdue", "Only overdue handoffs.");
        var count = AddOption<bool>(command, "--count", "Say how many match.");
        return parsed => new HandoffQuery
        {
            Team = parsed.GetValue(team),
            Box = parsed.GetValue(box),
            Status = parsed.GetValue(status),
            Closed = parsed.GetValue(closed),
            Priority = parsed.GetValue(priority),
            Template = parsed.GetValue(template),
            Search = parsed.GetValue(search),
            Owner = parsed.GetValue(owner),
            Unowned = parsed.GetValue(unowned),
            HeldBy = parsed.GetValue(heldBy),
            Person = parsed.GetValue(person),
            ExternalKey = parsed.GetValue(externalKey),
            Sort = parsed.GetValue(sort),
            ParentId = parsed.GetValue(parent),
            UpdatedSince = parsed.GetValue(since)?.UtcDateTime,
            DueBefore = parsed.GetValue(before)?.UtcDateTime,
            DueFrom = parsed.GetValue(from)?.UtcDateTime,
            Overdue = parsed.GetValue(overdue),
            Count = parsed.GetValue(count),
        };
    }

    private static Option<T> AddOption<T>(Command command, string name, string description)
    {
        var option = new Option<T>(name) { Description = description };
        command.Options.Add(option);
        return option;
    }

    private static Option<DateTimeOffset?> AddTime(Command command, string name, string description)
    {
        var option = new Option<DateTimeOffset?>(name)
        {
            Description = $"{description} A time such as 2026-11-23T18:00:00Z.",
            CustomParser = result => TimeOf(result, name),
        };
        command.Options.Add(option);
        return option;
    }

    private static DateTimeOffset? TimeOf(ArgumentResult result, string name)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Features.Import.IsoTime.Read(text)?.ToDateTimeOffset() is { } time)
            return time;
        result.AddError($"{name} must be a time such as 2026-11-23T18:00:00Z.");
        return null;
    }
}
