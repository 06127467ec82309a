using System.CommandLine;
using System.Globalization;

namespace Baton.Commands;

/// <summary>Saves the signed receipt of a handoff.</summary>
internal static class ReceiptCommand
{
    internal static Command Make()
    {
        var id = HandoffVerbs.Id();
        var to = new Option<string?>("--output")
        {
            Description =
                "Where to save the receipt; - writes to standard output. Default: baton-receipt-ID.json in the "
                + "current directory.",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite the file if it exists." };
        var command = new Command(
            "receipt",
            "Save a signed receipt: who passed which revision to whom, who accepted, and when. docs/receipt/verify "
                + "verifies it without the server.\n\nExample: baton handoff receipt 12 --output receipt.json"
        )
        {
            id,
            to,
            force,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    session =>
                        SaveAsync(
                            session,
                            parsed.GetRequiredValue(id),
                            parsed.GetValue(to),
                            parsed.GetValue(force),
                            token
                        ),
                    token
                )
        );
        return command;
    }

    private static async Task<int> SaveAsync(
        Server.Session session,
        long id,
        string? to,
        bool force,
        CancellationToken cancellationToken
    )
    {
        using var content = new MemoryStream();
        await session.Api.DownloadReceiptAsync(id, content, cancellationToken);
        var path = to ?? string.Create(CultureInfo.InvariantCulture, $"baton-receipt-{id}.json");
        return await HandoffFiles.SaveAsync(session, content, path, force, cancellationToken);
    }
}
