using System.Globalization;
using Baton.Features.Handoffs.Commands.Detach;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Attaches the file that comes with a form; null when that went well. It lies above the pages.</summary>
internal delegate Task<Refusal?> AttachSentFile(HttpContext http, long id);

/// <summary>
/// The file that the form of a handoff brings where no script sends it by itself. It is attached to the draft before
/// anything else is said of the form, so that it need not be chosen again.
/// </summary>
internal static class SentFile
{
    /// <summary>The input that the file is chosen in.</summary>
    internal const string Field = "file";

    /// <summary>What a button stands for: sending a file and nothing else, or removing one by its number.</summary>
    internal const string Add = "add-file";
    internal const string Remove = "remove-file.";

    internal static bool IsIn(HttpContext http) => http.Features.Get<UploadForm>()?.File is not null;

    /// <summary>Whether nothing but a file was meant.</summary>
    internal static bool IsAll(Form form) => form.Text("do") == Add || NumberIn(form) is not null;

    /// <summary>
    /// A form that may bring a file is not under way while it comes (<see cref="ChangesUnderWay"/>); what is done with
    /// it is. Null for all others, which are.
    /// </summary>
    internal static IDisposable? BeginWith(HttpContext http) =>
        UploadForm.IsOne(http.Request)
            ? http
                .RequestServices.GetRequiredService<Writer>()
                .UnderWay.Begin(http.RequestServices.GetRequiredService<TimeProvider>())
            : null;

    /// <summary>Attaches what came, or removes what was meant; null when there is nothing to say of that.</summary>
    internal static async Task<Refusal?> TakeAsync(HttpContext http, long id, Form form)
    {
        if (IsIn(http))
            return await http.RequestServices.GetRequiredService<AttachSentFile>()(http, id);
        if (NumberIn(form) is not { } number)
            return null;
        var context = http.RequestContext();
        var removed = await http
            .RequestServices.GetRequiredService<Writer>()
            .WriteAsync((db, token) => DetachFile.RunAsync(db, context, id, number, token), http.RequestAborted);
        // Who goes back and removes it once more has what they want.
        return removed.Refusal is { Status: not StatusCodes.Status404NotFound } refusal ? refusal : null;
    }

    internal static Task PassOverAsync(HttpContext http) =>
        IsIn(http) ? UploadForm.PassOverAsync(http) : Task.CompletedTask;

    private static int? NumberIn(Form form) =>
        form.Text("do") is var what
        && what.StartsWith(Remove, StringComparison.Ordinal)
        && int.TryParse(what[Remove.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
