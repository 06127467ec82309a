using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Core;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Batch;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What came of one. Public because Razor makes components public.</summary>
/// <param name="Id">The handoff.</param>
/// <param name="Title">Its title, where it is known.</param>
/// <param name="Refused">Why it was refused; null where it was done.</param>
public sealed record BatchLine(long Id, string Title, string? Refused)
{
    internal static BatchLine Of(RunBatch.Row row, IReadOnlyDictionary<long, string> titles) =>
        new(row.Id, row.Outcome.Value?.Title ?? titles.GetValueOrDefault(row.Id, ""), row.Outcome.Refusal?.Detail);
}

/// <summary>What is done from a list with all that was selected on it.</summary>
internal static class BatchPages
{
    private static readonly string[] Offered = ["accept", "complete_steps", "complete", "assign"];

    internal static void MapBatch(this RouteGroupBuilder pages) => pages.MapPost("/handoffs/batch", RunAsync);

    private static async Task<IResult> RunAsync(HttpContext http, Writer writer, IDbContextFactory<BatonDb> factory)
    {
        var request = RequestOf(await Form.ReadAsync(http));
        if (RunBatch.Read(request).Refused(out var refusal, out var prepareAsync))
            return Page.Of<BatchPage>(
                new { Heading = T("Nothing was changed"), Faults = FaultsOf(refusal) },
                refusal.Status
            );
        var rows = await RunBatch.RunAsync(
            writer,
            factory,
            http.RequestContext(),
            request.Ids,
            prepareAsync,
            http.RequestAborted
        );
        var heading = T("{0} of {1} done", rows.Count(row => row.Outcome.Refusal is null), rows.Count);
        var titles = await TitlesAsync(http, factory, rows);
        return Page.Of<BatchPage>(
            new { Heading = heading, Rows = rows.Select(row => BatchLine.Of(row, titles)).ToList() }
        );
    }

    /// <summary>Of what was refused and the reader may see.</summary>
    private static async Task<IReadOnlyDictionary<long, string>> TitlesAsync(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        IReadOnlyList<RunBatch.Row> rows
    )
    {
        var ids = rows.Where(row => row.Outcome.Refusal is not null).Select(row => row.Id).ToList();
        if (ids.Count == 0)
            return new Dictionary<long, string>();
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var handoffs = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => EF.Parameter(ids).Contains(handoff.Id))
            .ToListAsync(http.RequestAborted);
        return handoffs
            .Where(handoff => handoff.IsVisibleTo(http.RequestContext().Caller))
            .ToDictionary(handoff => handoff.Id, handoff => handoff.Title);
    }

    private static BatchRequest RequestOf(Form form)
    {
        var ids = form.Texts("id")
            .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);
        var command = form.Text("command");
        return new BatchRequest(
            [.. ids],
            Offered.Contains(command) ? command : "",
            command == "assign" ? JsonSerializer.SerializeToElement(new { person = form.Text("person") }) : null
        );
    }

    private static IReadOnlyList<FieldError> FaultsOf(Refusal refusal) =>
        [
            .. refusal.Errors.Select(error =>
                error with
                {
                    Message = error.Field switch
                    {
                        "ids" => T("Select 1 to {0} handoffs in the list.", RunBatch.Most),
                        "command" => T("Choose what to do with them: accept, complete steps, complete or assign."),
                        _ => error.Message,
                    },
                }
            ),
        ];
}
