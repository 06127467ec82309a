using System.CommandLine;
using Baton.Features.Clocks;
using Baton.Features.Teams;
using Baton.Web;

namespace Baton.Commands;

/// <summary>Brings holidays from a calendar file.</summary>
internal static class HolidaysCommand
{
    internal static Command Create()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var file = new Argument<string>("FILE") { Description = "An iCalendar file (.ics) with all-day events." };
        var replace = new Option<bool>("--replace")
        {
            Description = "Replace the current holidays instead of adding to them.",
        };
        var command = new Command(
            "holidays",
            "Import a team's holidays from a calendar file. Recurring events are expanded until the "
                + "end of the fifth year from now.\n\nExample: baton team holidays sales germany.ics "
                + "--replace"
        )
        {
            team,
            file,
            replace,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var key = parsed.GetRequiredValue(team);
                        var path = parsed.GetRequiredValue(file);
                        var context = await session.ContextAsync();
                        if (
                            ReadCalendar(path, session.Now, context.Catalog.Teams.GetValueOrDefault(key)?.Team.TimeZone)
                                .Refused(out var refusal, out var read)
                        )
                            return await session.Output.FailAsync(refusal);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                session
                                    .Services.GetRequiredService<AddHolidays>()
                                    .RunAsync(db, context, key, read.Days, parsed.GetValue(replace), t),
                            token
                        );
                        if (outcome.Refused(out refusal, out var changed))
                            return await session.Output.FailAsync(refusal);
                        foreach (var skipped in read.Skipped)
                            session.Output.Note($"Skipped line {skipped.Line} ({skipped.Summary}): {skipped.Reason}");
                        session.Output.Line(
                            $"Imported {read.Days.Count} days. {key} now has {changed.Holidays.Count} holidays."
                        );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Outcome<HolidayDays> ReadCalendar(string path, DateTime now, string? zone)
    {
        try
        {
            return new FileInfo(path).Length <= Requests.LargestBody
                ? HolidayFile.Read(File.ReadAllBytes(path), now, zone)
                : Refusal.Invalid(path, "too-large", "is larger than 1 MiB.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refusal.Invalid(path, "unreadable", $"cannot be read: {exception.Message}");
        }
    }
}
