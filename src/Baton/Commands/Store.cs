using System.CommandLine;
using Baton.Channels;
using Baton.Channels.Slack;
using Baton.Features.Attachments.Files;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Features.Templates.Fields;
using Baton.Hosting;
using Baton.Storage;
using Baton.Storage.Keys;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Commands;

/// <summary>
/// The options of a command that works on the data directory directly, whether a server is running or not.
/// </summary>
internal static class Store
{
    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new("BATON_DATA", "The data directory", "/var/lib/baton") { Default = DefaultData, Option = "--data" },
        new(
            "BATON_DATABASE",
            "A PostgreSQL connection string. [More](operate.md#postgresql)",
            "Host=db;Database=baton;Username=baton;Password=secret"
        )
        {
            Default = "SQLite in the data directory",
            Option = "--database",
            IsSecret = true,
        },
    ];

    private const string DefaultData = "./baton-data";

    internal static readonly Option<string> Data = new("--data")
    {
        Description = "The data directory.",
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable("BATON_DATA") is { Length: > 0 } set ? set : DefaultData,
        Recursive = true,
    };

    internal static readonly Option<string?> Database = new("--database")
    {
        Description = "A PostgreSQL connection string. Default: SQLite in the data directory.",
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable("BATON_DATABASE") is { Length: > 0 } set ? set : null,
        Recursive = true,
    };

    internal static Command WithStore(this Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Database);
        return command;
    }

    internal static StorageOptions StorageOf(ParseResult parsed) =>
        new(
            parsed.GetValue(Data) is { Length: > 0 } directory ? Path.GetFullPath(directory) : "",
            parsed.GetValue(Database)
        );

    /// <summary>Every fault of the configuration, each with the name of its setting.</summary>
    internal static IReadOnlyList<string> Faults(IConfiguration configuration, StorageOptions storage)
    {
        var faults = new List<string>(ChannelOptions.Faults(configuration));
        faults.AddRange(SlackOptions.Faults(configuration));
        faults.AddRange(RateLimitOptions.Faults(configuration));
        faults.AddRange(ProxyOptions.Faults(configuration));
        faults.AddRange(DrainOptions.Faults(configuration));
        faults.AddRange(StatementTimeout.Faults(configuration));
        faults.AddRange(KeySeal.Faults(configuration));
        faults.AddRange(OidcOptions.Faults(configuration));
        faults.AddRange(AttachmentOptions.Faults(configuration));
        faults.AddRange(FilesOptions.Faults(configuration));
        faults.AddRange(CurrencyOptions.Faults(configuration));
        if (configuration[BaseUrl.Setting] is { Length: > 0 } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
            faults.Add($"BATON_URL: '{url}' is not an absolute URL. Use one such as https://baton.example.org.");
        if (storage.DataDirectory.Length == 0)
            faults.Add("--data (BATON_DATA): give a directory, for example --data /var/lib/baton.");
        faults.AddRange(storage.Faults(configuration));
        return faults;
    }

    /// <summary>Opens the store, brings its schema up to date, and does the work as an admin.</summary>
    internal static Task<int> RunAsync(ParseResult parsed, Func<Session, Task<int>> work) =>
        RunAsync(parsed, storage => Schema.Upgrade(storage), work);

    /// <summary>The same for what only reads: a wrong directory does not become an empty store.</summary>
    internal static Task<int> ReadAsync(ParseResult parsed, Func<Session, Task<int>> work) =>
        RunAsync(parsed, storage => Schema.WhyNotThere(storage) ?? Schema.Upgrade(storage), work);

    private static Task<int> RunAsync(
        ParseResult parsed,
        Func<StorageOptions, string?> prepare,
        Func<Session, Task<int>> work
    ) =>
        OpenAsync(
            parsed,
            prepare,
            async session =>
            {
                await session.Services.GetRequiredService<DataKeys>().PrepareAsync(CancellationToken.None);
                var code = await work(session);
                await session.TellAsync();
                return code;
            }
        );

    /// <summary>Opens a store that is there as it is: its schema may be an older one, and stays so.</summary>
    internal static Task<int> LookAsync(ParseResult parsed, Func<Session, Task<int>> work) =>
        OpenAsync(parsed, Schema.WhyNotThere, work);

    private static async Task<int> OpenAsync(
        ParseResult parsed,
        Func<StorageOptions, string?> prepare,
        Func<Session, Task<int>> work
    )
    {
        var output = Output.Of(parsed);
        var storage = StorageOf(parsed);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (Faults(configuration, storage) is { Count: > 0 } faults)
            return await output.FailAsync(CommandLine.WrongUsage, faults);
        if (prepare(storage) is { } reason)
            return await output.FailAsync(CommandLine.Refused, reason);
        Acting.Current = Acting.Server with { Door = "cli" };
        CommitLog.Begin();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        await using var provider = BatonHost.AddCore(services, storage, configuration).BuildServiceProvider();
        try
        {
            return await work(new Session(provider, output, parsed.GetValue(Output.AsJson)));
        }
        catch (Exception exception) when (StoreFault.Of(exception) is not null)
        {
            return await output.FailAsync(
                CommandLine.Refused,
                Problems.OfStore(exception, Problems.RepeatCommand)!.Detail
            );
        }
        catch (StoreNotReadyException exception)
        {
            return await output.FailAsync(CommandLine.Refused, exception.Message);
        }
    }

    /// <summary>
    /// An opened store, and the person at the keyboard: who can reach the data directory may do everything.
    /// </summary>
    internal sealed class Session(IServiceProvider services, Output output, bool json)
    {
        internal Output Output { get; } = output;

        internal bool Json { get; } = json;

        internal IServiceProvider Services { get; } = services;

        internal Writer Writer { get; } = services.GetRequiredService<Writer>();

        internal DateTime Now { get; } = services.GetRequiredService<TimeProvider>().UtcNow();

        /// <summary>Lets servers know at once that there may be something for them to do.</summary>
        internal async Task TellAsync()
        {
            if (!CommitLog.HasAny)
                return;
            await using var db = await Services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync();
            await db.TellOfWorkAsync(CancellationToken.None);
        }

        internal Task<Catalog> CatalogAsync() =>
            Services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None);

        internal async Task<RequestContext> ContextAsync(string door = "cli") =>
            new(Caller.System, await CatalogAsync(), Now, door);
    }
}
