using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Baton.Channels;
using Baton.Commands.Demo;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Commands;

/// <summary>
/// A server for trying Baton out: sample people and work in a directory that is deleted when the server stops.
/// </summary>
internal static class DemoCommand
{
    /// <summary>
    /// Settings of a real server in the environment must not reach the demo: it would write to a real database, or
    /// mail to people.
    /// </summary>
    private static Dictionary<string, string?> SettingsOf(DemoMailbox mailbox) =>
        new()
        {
            [BaseUrl.Setting] = "",
            [ChannelOptions.SmtpUrlKey] = string.Create(
                CultureInfo.InvariantCulture,
                $"smtp://127.0.0.1:{mailbox.Port}?tls=none"
            ),
            [ChannelOptions.MailFromKey] = "Baton <baton@demo.example>",
            [OidcOptions.AuthorityKey] = "",
            [OidcOptions.ClientIdKey] = "",
            [OidcOptions.ClientSecretKey] = "",
            [OidcOptions.NameKey] = "",
            [OidcOptions.GroupsKey] = "",
            [OidcOptions.SignUpKey] = "",
        };

    internal static Command Create()
    {
        var urls = ServeCommand.Urls();
        var command = new Command(
            "demo",
            "Run a demo server with sample teams, people and handoffs. It prints who you can sign in "
                + "as, and deletes everything when it stops.\n\nExample: baton demo --urls "
                + "http://127.0.0.1:5081"
        )
        {
            urls,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(urls)!, Output.Of(parsed), token));
        return command;
    }

    private static async Task<int> RunAsync(string urls, Output output, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("baton-demo-");
        var mailbox = new DemoMailbox();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = mailbox.RunAsync(ended.Token);
        try
        {
            return await ServeCommand.RunAsync(StartOf(directory.FullName, urls, mailbox), output, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await receiving.ContinueWith(_ => { }, TaskScheduler.Default); // it ends by the cancellation
            DataDirectory.CloseIdleFiles(); // an open file could not be removed everywhere
            directory.Delete(recursive: true);
        }
    }

    private static ServeCommand.Start StartOf(string directory, string urls, DemoMailbox mailbox)
    {
        var password = $"demo-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        return new ServeCommand.Start(new StorageOptions(directory, null), urls)
        {
            Settings = SettingsOf(mailbox),
            Add = services =>
                services
                    .AddSingleton(mailbox)
                    .AddSingleton(new DemoGuide(Script.ToSignInAs))
                    .AddLogging(logging => logging.AddFilter("Baton.Channels", LogLevel.Warning)), // mails can be read
            Map = app => DemoPages.Map(app, password),
            Prepare = async (services, token) =>
            {
                var cast = await Script.PlayAsync(services, token);
                foreach (var actor in cast)
                    await services.GetRequiredService<SetPassword>().RunAsync(actor.Key, password, token);
                return url => Introduce(cast, url, password);
            },
        };
    }

    private static IEnumerable<string> Introduce(IReadOnlyList<Actor> cast, string url, string password)
    {
        yield return $"All data here is made up and is deleted when you press Ctrl-C. Open {url} in a browser and "
            + $"sign in as {string.Join(", ", cast.Select(actor => actor.Key))}.";
        yield return $"The password for everyone is {password}";
        yield return "To use the command line, open another terminal and become one of these people:";
        foreach (var actor in cast)
        {
            yield return "";
            yield return $"# {actor.Name}, {actor.Part}";
            yield return $"export BATON_SERVER={url} BATON_TOKEN={actor.Token}";
        }

        yield return "";
        yield return "Then try (in a checkout, replace `baton` with `dotnet run --project src/Baton --`):";
        foreach (var example in Script.Examples)
            yield return $"  {example}";
    }
}
