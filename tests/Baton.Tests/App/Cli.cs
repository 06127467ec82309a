using System.Text.Json;
using Baton.Client;
using Baton.Commands;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Tests.App;

/// <summary>What a command said, and how it ended.</summary>
public sealed record Said(int Code, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> Reasons => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public T Json<T>() => JsonSerializer.Deserialize<T>(Out, BatonJson.Options)!;

    public Said Done()
    {
        Assert.True(Code == 0, $"Exit {Code}: {Error}{Out}");
        return this;
    }

    /// <summary>Exit 1 with a reason, nothing on standard output, and never a stack trace.</summary>
    public Said Refused(params string[] reasons) => Failed(CommandLine.Refused, reasons);

    public Said WrongUsage(params string[] reasons) => Failed(CommandLine.WrongUsage, reasons);

    private Said Failed(int code, string[] reasons)
    {
        Assert.True(Code == code, $"Exit {Code}: {Error}{Out}");
        Assert.Equal("", Out);
        Assert.NotEqual("", Error);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.Contains(reason, Error, StringComparison.Ordinal));
        return this;
    }
}

/// <summary>
/// Commands as a person gives them, in this process; <see cref="BatonProcess"/> runs them in their own.
/// </summary>
public static class Cli
{
    public static async Task<Said> RunAsync(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(args, output, error);
        return new Said(code, output.ToString(), error.ToString());
    }

    /// <summary>A command against the server, as that person.</summary>
    public static Task<Said> CliAsync(this BatonApp app, Someone who, params string[] args) =>
        RunAsync([.. args, "--server", app.Url.AbsoluteUri, "--token", who.Token]);

    /// <summary>A command on the data directory beside the running server.</summary>
    public static Task<Said> AdminAsync(this BatonApp app, params string[] args) => OnAsync(app.Storage, args);

    /// <summary>A command on a data directory.</summary>
    internal static Task<Said> OnAsync(StorageOptions storage, params string[] args) =>
        RunAsync([.. args, .. On(storage)]);

    /// <summary>Imports what stands in a file of its own.</summary>
    public static async Task<Said> ImportAsync(this BatonApp app, byte[] content, params string[] options)
    {
        var file = Path.Combine(app.Storage.DataDirectory, $"{Guid.NewGuid():N}.import");
        await File.WriteAllBytesAsync(file, content);
        try
        {
            return await app.AdminAsync(["import", file, .. options]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal static string[] On(StorageOptions storage) =>
        storage.IsSqlite
            ? ["--data", storage.DataDirectory]
            : ["--data", storage.DataDirectory, "--database", storage.Postgres!];
}
