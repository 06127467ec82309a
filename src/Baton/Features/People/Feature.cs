using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Answer = Baton.Web.Answer;

namespace Baton.Features.People;

internal static class Feature
{
    internal static void MapPeople(this RouteGroupBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People");
        people.MapGet("/{key}/absences", ListAsync).WithSummary("When a person is away, and who stands in").Answers<ItemsOf<AbsenceRecord>>();
        people.MapPost("/{key}/absences", (HttpContext http, string key) => Writes.RunAsync<AbsenceRequest, Absence>(
                http, (act, body) => (db, token) => AddAbsence.RunAsync(db, act, key, body, token), (absence, _) => Answer.Of(ListAbsences.ToRecord(absence), 201)))
            .WithSummary("Note that a person is away, and who stands in").Takes<AbsenceRequest>().Answers<AbsenceRecord>(201);
        people.MapPost("/{key}/absences/{id:long}/end", (HttpContext http, string key, long id) => Writes.RunAsync<EndAbsenceRequest, Absence>(
                http, (act, _) => (db, token) => EndAbsence.RunAsync(db, act, key, id, token), (absence, _) => Answer.Of(ListAbsences.ToRecord(absence))))
            .WithSummary("The person is back, or does not go after all").Takes<EndAbsenceRequest>().Answers<AbsenceRecord>();
    }

    internal static void MapSetup(this WebApplication app)
    {
        app.MapGet("/setup", ShowAsync).ExcludeFromDescription();
        app.MapPost("/setup", MakeAsync).ExcludeFromDescription();
    }

    private static async Task ListAsync(HttpContext http, string key, IDbContextFactory<BatonDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ListAbsences.RunAsync(db, http.Act(), key, http.RequestAborted));
    }

    /// <summary>A wrong code and a finished set-up look the same: not there.</summary>
    private static async Task<IResult> ShowAsync(Setup setup, string? code, CancellationToken cancellationToken) =>
        setup.Knows(code) && await setup.LinkAsync(cancellationToken) is not null
            ? new RazorComponentResult<SetupPage>(new { Code = code })
            : Results.NotFound();

    private static async Task<IResult> MakeAsync(HttpContext http, Setup setup, BaseUrl baseUrl)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var (code, key, name, email) = (form["code"].ToString(), form["key"].ToString(), form["name"].ToString(), form["email"].ToString());
        if (!setup.Knows(code))
            return Results.NotFound();
        var outcome = await setup.RunAsync(key, name, email, http.RequestAborted);
        if (!outcome.Refused(out var refusal, out var secret))
            return new RazorComponentResult<SetupPage>(new { Secret = secret, Server = baseUrl.Value.AbsoluteUri });
        if (refusal.Status == 404)
            return Results.NotFound();
        IReadOnlyList<string> faults = refusal.Errors.Count > 0 ? [.. refusal.Errors.Select(error => error.Message)] : [refusal.Detail];
        return new RazorComponentResult<SetupPage>(new { Code = code, Key = key, Name = name, Email = email, Faults = faults }) { StatusCode = refusal.Status };
    }
}
