using System.CommandLine;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Web;

namespace Baton.Commands;

internal static class ServeCommand
{
    internal static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen; several are separated by ;", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("serve", "Run the server.\n\nExample: baton serve --data /var/lib/baton --urls http://127.0.0.1:5080") { urls }.WithStore();
        command.SetAction((parsed, token) => RunAsync(Store.StorageOf(parsed), parsed.GetValue(urls)!, null, token));
        return command;
    }

    /// <param name="prepare">What to do when the store is ready and before anybody is served; gives lines to print.</param>
    internal static async Task<int> RunAsync(StorageOptions storage, string urls, Func<IServiceProvider, Task<IReadOnlyList<string>>>? prepare, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var faults = Store.Faults(configuration, storage).Concat(UrlFaults(urls)).ToList();
        if (faults.Count > 0)
            return await Store.FailAsync(CommandLine.WrongUsage, faults);
        using var ownership = DataLock.Take(storage.DataDirectory, out var taken);
        if (ownership is null)
            return await Store.FailAsync(CommandLine.Refused, [taken!]);
        if (Schema.Upgrade(storage) is { } reason)
            return await Store.FailAsync(CommandLine.Refused, [reason]);
        await using var app = BatonHost.Build(storage, urls);
        var now = app.Services.GetRequiredService<TimeProvider>().UtcNow();
        await app.Services.GetRequiredService<Writer>().WriteAsync((db, t) => PublishTemplate.PublishStartersAsync(db, now, t), cancellationToken);
        var lines = prepare is null ? [] : await prepare(app.Services);
        return await ListenAsync(app, lines, cancellationToken);
    }

    private static async Task<int> ListenAsync(WebApplication app, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            return await Store.FailAsync(CommandLine.Refused, [exception.Message]);
        }

        Console.WriteLine($"Baton listens on {string.Join(", ", app.Urls)}");
        foreach (var line in lines)
            Console.WriteLine(line);
        if (await app.Services.GetRequiredService<Setup>().LinkAsync(cancellationToken) is { } link)
            Console.WriteLine($"Nobody can sign in yet. Make the first admin here, once: {link}");
        await app.WaitForShutdownAsync(cancellationToken);
        return CommandLine.Done;
    }

    private static IEnumerable<string> UrlFaults(string urls) => urls.Split(';')
        .Where(url => !BindingAddress.TryParse(url))
        .Select(url => $"--urls must be addresses such as http://127.0.0.1:5080; one is '{url}'.");
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
