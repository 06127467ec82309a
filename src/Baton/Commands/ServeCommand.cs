using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Baton.Features.SignIn;
using Baton.Features.Templates.Publishing;
using Baton.Hosting;
using Baton.Storage;
using Baton.Storage.Keys;
using Baton.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Baton.Commands;

internal static class ServeCommand
{
    /// <summary>How a server is started.</summary>
    internal sealed record Start(StorageOptions Storage, string Urls)
    {
        /// <summary>Settings that stand above those of the environment.</summary>
        internal IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

        /// <summary>What to add to a real server before it is built.</summary>
        internal Action<IServiceCollection>? Add { get; init; }

        /// <summary>Pages that it has beside those of a real server.</summary>
        internal Action<WebApplication>? Map { get; init; }

        /// <summary>
        /// What to do when the store is ready and before anybody is served; gives what to say, once the address is
        /// known.
        /// </summary>
        internal Func<
            IServiceProvider,
            CancellationToken,
            Task<Func<string, IEnumerable<string>>>
        >? Prepare { get; init; }
    }

    internal const string DefaultUrl = "http://127.0.0.1:5080";

    private const string UrlsSetting = "BATON_URLS";

    internal static readonly Variable Variable = new(
        UrlsSetting,
        "The addresses to listen on, separated by `;`. For https without a proxy, see [Installation](install.md#https)",
        "http://0.0.0.0:8080"
    )
    {
        Default = DefaultUrl,
        Option = "--urls",
    };

    /// <param name="setting">The variable that says it where the option does not; null: none.</param>
    internal static Option<string> Urls(string? setting = null) =>
        new("--urls")
        {
            Description = "The addresses to listen on, separated by ;",
            DefaultValueFactory = _ =>
                setting is not null && Environment.GetEnvironmentVariable(setting) is { Length: > 0 } set
                    ? set
                    : DefaultUrl,
        };

    internal static Command Create()
    {
        var urls = Urls(UrlsSetting);
        var command = new Command(
            "serve",
            "Run the server.\n\nExample: baton serve --data /var/lib/baton --urls http://127.0.0.1:5080"
        )
        {
            urls,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                RunAsync(new Start(Store.StorageOf(parsed), parsed.GetValue(urls)!), Output.Of(parsed), token)
        );
        return command;
    }

    internal static async Task<int> RunAsync(Start start, Output output, CancellationToken cancellationToken)
    {
        var model = WarmStart.BeginModel(start.Storage);
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(start.Settings)
            .Build();
        var faults = Store.Faults(configuration, start.Storage).Concat(UrlFaults(start.Urls)).ToList();
        if (faults.Count > 0)
            return await output.FailAsync(CommandLine.WrongUsage, faults);
        if (start.Prepare is not null && TakenAddress(start.Urls) is { } address)
            return await output.FailAsync(
                CommandLine.Refused,
                CannotListen($"Failed to bind to address {address}: address already in use")
            );
        using var ownership = DataLock.Take(start.Storage.DataDirectory, out var taken);
        if (ownership is null)
            return await output.FailAsync(CommandLine.Refused, taken!);
        if (Schema.Upgrade(start.Storage) is { } reason)
            return await output.FailAsync(CommandLine.Refused, reason);
        WarmStart.BeginCatalog(model, start.Storage.With(configuration));
        using var signals = new ShutdownSignals();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Asked);
        var started = false;
        await using var app = BatonHost.Build(
            start.Storage,
            start.Urls,
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(start.Settings);
                builder.Services.AddHostedService<IdleMemoryTrimmer>();
                builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime>(signals));
                start.Add?.Invoke(builder.Services);
                builder.Logging.AddFilter(
                    "Microsoft.Extensions.Hosting.Internal.Host",
                    level => started && level >= LogLevel.Warning
                ); // a start that fails is told below, in a line
            }
        );
        start.Map?.Invoke(app);
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        try
        {
            var say = await PrepareAsync(app, start, ending.Token);
            // A signal from here on finds a server that listens, and ends it as one.
            return await ListenAsync(app, say, output, cancellationToken)
                ?? await Shutdown.RunAsync(app, signals, output, ending.Token);
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

    private static async Task<Func<string, IEnumerable<string>>> PrepareAsync(
        WebApplication app,
        Start start,
        CancellationToken cancellationToken
    )
    {
        await app.Services.GetRequiredService<DataKeys>().PrepareAsync(cancellationToken);
        var now = app.Services.GetRequiredService<TimeProvider>().UtcNow();
        await app
            .Services.GetRequiredService<Writer>()
            .WriteAsync((db, token) => PublishTemplate.PublishStartersAsync(db, now, token), cancellationToken);
        return start.Prepare is { } prepare ? await prepare(app.Services, cancellationToken) : _ => [];
    }

    /// <summary>Null once it listens; else the exit code, with the reason told.</summary>
    private static async Task<int?> ListenAsync(
        WebApplication app,
        Func<string, IEnumerable<string>> say,
        Output output,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or SocketException
                        or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" }
            )
        {
            await app.StopAsync(CancellationToken.None); // what had begun beside it
            return await output.FailAsync(
                CommandLine.Refused,
                CannotListen(exception.Message.Split('\n')[0].TrimEnd('.'))
            );
        }

        output.Line($"Baton is listening on {string.Join(", ", app.Urls)}");
        foreach (var line in say(app.Urls.First()))
            output.Line(line);
        if (await app.Services.GetRequiredService<Setup>().LinkAsync(cancellationToken) is { } link)
            output.Line($"Nobody can sign in yet. Create the first admin with this link, which works once: {link}");
        return null;
    }

    private static string CannotListen(string reason) =>
        $"{reason}. Choose another address, for example --urls http://127.0.0.1:5081";

    /// <summary>
    /// The first address at which another program listens: better told before what is prepared takes its time.
    /// </summary>
    private static string? TakenAddress(string urls) =>
        urls.Split(';')
            .FirstOrDefault(url =>
                Microsoft.AspNetCore.Http.BindingAddress.Parse(url) is { } wanted
                && IPAddress.TryParse(wanted.Host, out var host)
                && IsTaken(new IPEndPoint(host, wanted.Port))
            );

    private static bool IsTaken(IPEndPoint address)
    {
        using var listener = new TcpListener(address);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException exception)
        {
            // What else is wrong with it is told when the server listens.
            return exception.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }

    private static IEnumerable<string> UrlFaults(string urls) =>
        urls.Split(';')
            .Where(url => !BindingAddress.TryParse(url))
            .Select(url => $"--urls: '{url}' is not an address. Use one such as http://127.0.0.1:5080.");
}

/// <summary>What Kestrel can be told to listen on.</summary>
internal static class BindingAddress
{
    internal static bool TryParse(string url)
    {
        try
        {
            return Microsoft.AspNetCore.Http.BindingAddress.Parse(url).Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
