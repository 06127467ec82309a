using System.CommandLine;
using System.Security.Cryptography;
using Baton.Channels;
using Baton.Commands.Demo;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;
using Microsoft.Data.Sqlite;

namespace Baton.Commands;

/// <summary>
/// A server to look around in: invented people and work, in a directory that goes when the server ends.
/// </summary>
internal static class DemoCommand
{
    /// <summary>
    /// What the environment sets for a real server must not reach the demo: it would write to a real database, or
    /// mail to people.
    /// </summary>
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["BATON_URL"] = "",
        [ChannelOptions.SmtpUrlKey] = "",
        [ChannelOptions.MailFromKey] = "",
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
            "Run a server with invented teams, people and handoffs, to look around in. It prints who "
                + "to sign in as, and forgets everything when it ends.\n\nExample: baton demo --urls "
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
        try
        {
            var start = new ServeCommand.Start(new StorageOptions(directory.FullName, null), urls)
            {
                Settings = Settings,
                Prepare = async (services, token) =>
                {
                    var cast = await Script.PlayAsync(services, token);
                    var password = $"demo-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
                    foreach (var actor in cast)
                        await services.GetRequiredService<SetPassword>().RunAsync(actor.Key, password, token);
                    return url => Introduce(cast, url, password);
                },
            };
            return await ServeCommand.RunAsync(start, output, cancellationToken);
        }
        finally
        {
            SqliteConnection.ClearAllPools(); // an open file could not be removed everywhere
            directory.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Introduce(IReadOnlyList<Actor> cast, string url, string password)
    {
        yield return $"Everything here is invented, and gone when you press Ctrl-C. In a browser at {url}, sign in "
            + $"as one of {string.Join(", ", cast.Select(actor => actor.Key))};";
        yield return $"the password of each is {password}";
        yield return "Or speak as one of these, in another terminal:";
        foreach (var actor in cast)
        {
            yield return "";
            yield return $"# {actor.Name}, {actor.Part}";
            yield return $"export BATON_SERVER={url} BATON_TOKEN={actor.Token}";
        }

        yield return "";
        yield return "Then, for example (`dotnet run --project src/Baton --` stands for `baton` in a checkout):";
        foreach (var example in Script.Examples)
            yield return $"  {example}";
    }
}
