using System.Net;
using System.Net.Sockets;
using Baton.Client;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Tests.Commands;

public sealed class ServeCommandTests
{
    [Theory, EitherEngine]
    public async Task A_second_server_on_the_same_data_is_refused_and_kill_9_frees_it(Engine engine)
    {
        var storage = await EmptyStores.CopyAsync(engine);
        string[] serve = ["serve", .. Cli.On(storage), "--urls", "http://127.0.0.1:0"];
        await using var first = BatonProcess.Start(null, serve);
        var address = await first.AddressAsync();
        Assert.Equal(
            $"Another Baton server is already using {storage.DataDirectory}. Stop it, or choose another "
                + "directory with --data.",
            Assert.Single((await BatonProcess.RunAsync(null, null, serve)).Refused().Reasons)
        );

        (
            await Cli.RunAsync([
                "person",
                "add",
                "root",
                "--name",
                "Root",
                "--email",
                "root@example.org",
                "--admin",
                .. Cli.On(storage),
            ])
        ).Done();
        var token = (await Cli.RunAsync(["token", "create", "root", .. Cli.On(storage)])).Done().Out.Trim();
        using (var http = new HttpClient { BaseAddress = address })
            await new BatonClient(http, token).PutTeamAsync("sales", new TeamRequest { Name = "Sales" });
        first.KillHard();
        await first.EndAsync();

        await using var second = BatonProcess.Start(null, serve);
        using (var http = new HttpClient { BaseAddress = await second.AddressAsync() })
            Assert.Equal("Sales", (await new BatonClient(http, token).GetTeamAsync("sales")).Name);
        second.Interrupt();
        var ended = await second.EndAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task A_port_that_is_taken_is_told_in_a_line(string command)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var data = Directory.CreateTempSubdirectory("baton-test-");
        var said = await BatonProcess.RunAsync(
            new Dictionary<string, string> { ["TMPDIR"] = data.FullName, ["BATON_DATA"] = data.FullName },
            null,
            command,
            "--urls",
            $"http://{taken.LocalEndpoint}"
        );
        Assert.Equal(
            $"Failed to bind to address http://{taken.LocalEndpoint}: address already in use. Choose "
                + "another address, for example --urls http://127.0.0.1:5081",
            Assert.Single(said.Refused().Reasons)
        );
        Assert.Empty(data.GetDirectories("baton-demo-*"));
        data.Delete(recursive: true);
    }

    [Theory, EitherEngine]
    public async Task A_database_of_a_newer_schema_is_left_alone(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Assert.Null(Schema.Upgrade(storage));
        Assert.Equal(
            1,
            await storage.RunSqlAsync(
                storage.IsSqlite
                    ? "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-future.sql', '2099-01-01')"
                    : "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-future.sql', '2099-01-01')"
            )
        );
        const string Reason =
            "The database was upgraded by a newer version of Baton (9999-future.sql). Use that "
            + "version, or restore a backup.";
        Assert.Equal(
            Reason,
            Assert.Single(
                (await Cli.RunAsync(["serve", .. Cli.On(storage), "--urls", "http://127.0.0.1:0"])).Refused().Reasons
            )
        );
        Assert.Equal(
            Reason,
            Assert.Single((await Cli.RunAsync(["template", "list", .. Cli.On(storage)])).Refused().Reasons)
        );
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("template list")]
    [InlineData("token list")]
    public async Task A_file_in_the_place_of_the_data_directory_is_told_in_a_line(string command)
    {
        var file = Path.GetTempFileName();
        var said = (await Cli.RunAsync([.. command.Split(' '), "--data", file])).Refused(file);
        Assert.Single(said.Reasons);
        Assert.Empty(await File.ReadAllBytesAsync(file));
        File.Delete(file);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("template list")]
    public async Task A_file_that_is_no_database_is_told_in_a_line(string command)
    {
        var data = Directory.CreateTempSubdirectory("baton-test-");
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "baton.db"), new string('x', 5000));
        Assert.Contains(
            "cannot be opened",
            Assert.Single((await Cli.RunAsync([.. command.Split(' '), "--data", data.FullName])).Refused().Reasons),
            StringComparison.Ordinal
        );
        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("template list")]
    public async Task A_postgres_that_is_not_there_is_told_in_a_line(string command)
    {
        var data = Directory.CreateTempSubdirectory("baton-test-");
        var said = await Cli.RunAsync([
            .. command.Split(' '),
            "--data",
            data.FullName,
            "--database",
            "Host=127.0.0.1;Port=1;Username=nobody",
        ]);
        Assert.Contains(
            "The database at 127.0.0.1 cannot be opened",
            Assert.Single(said.Refused().Reasons),
            StringComparison.Ordinal
        );
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_fault_of_the_settings_is_named()
    {
        var environment = new Dictionary<string, string>
        {
            ["BATON_DATABASE"] = "nonsense",
            ["BATON_RATE_LIMIT"] = "some",
            ["BATON_TRUSTED_PROXIES"] = "nonsense",
            ["BATON_URL"] = "nonsense",
            ["BATON_SMTP_URL"] = "nonsense",
            ["BATON_MAIL_FROM"] = "nonsense",
            ["BATON_ALLOW_PRIVATE_TARGETS"] = "maybe",
            ["BATON_CURRENCY"] = "euro",
            ["BATON_OIDC_AUTHORITY"] = "nonsense",
            ["BATON_OIDC_CLIENT_ID"] = "",
            ["BATON_OIDC_CLIENT_SECRET"] = "",
            ["BATON_OIDC_NAME"] = new string('x', 100),
            ["BATON_OIDC_GROUPS"] = "nonsense",
            ["BATON_OIDC_SIGN_UP"] = "maybe",
        };
        foreach (
            var command in (string[][])
                [
                    ["serve", "--urls", "nonsense"],
                    ["template", "list"],
                ]
        )
        {
            var said = (await BatonProcess.RunAsync(environment, null, command)).WrongUsage([.. environment.Keys]);
            Assert.Equal(environment.Count + (command[0] == "serve" ? 1 : 0), said.Reasons.Count);
        }
    }
}
