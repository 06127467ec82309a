using Baton.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

internal static class Feature
{
    internal static void MapSetup(this WebApplication app)
    {
        app.MapGet("/setup", ShowAsync).ExcludeFromDescription();
        app.MapPost("/setup", MakeAsync).ExcludeFromDescription();
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
