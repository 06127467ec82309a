using System.Text.Json;
using Baton.Tests.App;

namespace Baton.Tests.Features.Archive;

public sealed class ArchiveExportTests
{
    [Fact]
    public async Task An_export_holds_what_is_in_the_archive()
    {
        await using var work = await OldWork.BeginAsync();
        var before = await ExportAsync(work);
        await work.PartitionAsync();
        await work.ArchiveAsync();
        Assert.Equal(before, await ExportAsync(work));
    }

    /// <summary>The lines of handoffs and deliveries.</summary>
    private static async Task<string> ExportAsync(OldWork work)
    {
        var ran = await BatonProcess.RunAsync(null, null, ["export", .. Cli.On(work.App.Storage)]);
        Assert.Equal(0, ran.Code);
        var lines = ran.Lines.Where(line =>
            JsonElement.Parse(line).GetProperty("kind").GetString() is "handoff" or "delivery"
        );
        return string.Join('\n', lines);
    }
}
