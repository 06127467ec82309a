using System.Data.Common;
using System.Text.Json;
using Baton.Client;
using Baton.Commands.Demo;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>
/// A store of an older version, full of handoffs, holds after the upgrade what this version would have written.
/// </summary>
public sealed class UpgradeTests
{
    /// <summary>What the rows of handoffs got when reports began to read no history.</summary>
    private static readonly string[] Measured =
    [
        "defects",
        "returns",
        "return_defect",
        "questions_asked",
        "ratings",
        "rating_sum",
        "hops",
        "same_person",
        "asks_sender",
        "asks_receiver",
    ];

    private static readonly string[] Undo =
    [
        .. ((string[])["from_team", "to_team", "due"]).Select(index => $"DROP INDEX ix_handoffs_{index}"),
        .. Measured.Select(column => $"ALTER TABLE handoffs DROP COLUMN {column}"),
        "DROP INDEX ix_deliveries_target_next_attempt_at_id",
        "DROP INDEX ix_handoffs_owner_open",
        "DROP INDEX ix_deliveries_digest_due",
        "DROP INDEX ix_handoffs_title",
        "ALTER TABLE handoffs DROP COLUMN title_hash",
        "DROP TABLE saved_views",
        "DROP TABLE history_months",
        "DROP TABLE form_drafts",
        "DROP TABLE carried_forms",
        "DROP TABLE data_keys",
        "DROP TABLE receipt_keys",
        "ALTER TABLE handoff_events DROP COLUMN hash",
        "ALTER TABLE handoffs DROP COLUMN chain_hash",
        "ALTER TABLE handoffs DROP COLUMN provenance",
        "ALTER TABLE handoffs DROP COLUMN drift",
        "DROP INDEX ix_handoffs_fan_out",
        "ALTER TABLE handoffs DROP COLUMN fan_out",
        "DROP TABLE asked_resets",
        "ALTER TABLE people DROP COLUMN language",
        "ALTER TABLE templates DROP COLUMN note",
        "DROP TABLE sign_in_attempts",
        "DROP TABLE stored_files",
        "DROP TABLE file_chunks",
        "DROP TABLE last_seen",
        "DROP TABLE notifications",
        "DROP TABLE settings",
        "ALTER TABLE people DROP COLUMN kind",
        "ALTER TABLE people DROP COLUMN owner_key",
        "ALTER TABLE invitations DROP COLUMN mailed_at",
        "ALTER TABLE gate_attempts DROP COLUMN codes",
        "ALTER TABLE notices DROP COLUMN trace",
        "ALTER TABLE deliveries DROP COLUMN trace",
        "ALTER TABLE people DROP COLUMN summary_due_at",
        "DROP INDEX ix_guests_expires_at",
        "ALTER TABLE channels DROP COLUMN version",
        "DROP TABLE installations",
        "DROP TABLE held_targets",
        "DROP TABLE sessions",
        "DELETE FROM stamps WHERE name = 'sessions'",
        "DROP INDEX ix_guests_revoked_at",
        "ALTER TABLE people DROP COLUMN email_proved_at",
        "ALTER TABLE invitations DROP COLUMN kind",
        "ALTER TABLE invitations DROP COLUMN revoked_at",
        .. ((string[])["initiated_by", "accepted_by", "owner"]).Select(column => $"DROP INDEX ix_handoffs_{column}_id"),
        "DROP INDEX ix_alarms_trouble",
        .. ((string[])["from_team", "to_team", "template", "initiated_at"]).Select(column =>
            $"ALTER TABLE alarms DROP COLUMN {column}"
        ),
        "CREATE INDEX ix_handoffs_due_at ON handoffs (due_at) WHERE due_at IS NOT NULL",
        "CREATE INDEX ix_alarms_handoff_id ON alarms (handoff_id) WHERE trouble IS NOT NULL",
        "DROP TABLE IF EXISTS handoff_search_entries",
        "DROP TABLE assist_alarms",
        "DROP TABLE shift_alarms",
        "ALTER TABLE handoffs DROP COLUMN shift",
        "DROP TABLE read_back_alarms",
        "DROP TABLE question_search",
        .. ((string[])["read_back_answer", "read_back_by", "questions_saved", "assists"]).Select(column =>
            $"ALTER TABLE handoffs DROP COLUMN {column}"
        ),
        "DROP TABLE measured_hours",
        "ALTER TABLE handoffs DROP COLUMN corrections",
        "ALTER TABLE handoffs DROP COLUMN comments",
        "DROP INDEX ix_handoffs_from_team_id_template",
        "DROP INDEX ix_handoffs_to_team_id_template_initiated_at",
        .. ((string[])["from_team", "to_team"]).Select(side =>
            $"CREATE INDEX ix_handoffs_{side}_id ON handoffs ({side}, id)"
        ),
        "DROP INDEX ix_handoffs_parent_id",
        "DROP TABLE IF EXISTS handoff_search_more",
        "DELETE FROM stamps WHERE name = 'search'",
        "DELETE FROM schemaversions WHERE scriptname >= '0017'",
    ];

    [Theory, BothEngines]
    public async Task What_the_measures_need_is_worked_out_of_the_history(Engine engine)
    {
        StorageOptions storage;
        List<string> expected;
        await using (var app = await BatonApp.StartAsync(engine))
        {
            storage = app.Storage;
            await Script.PlayAsync(app.Services, TestContext.Current.CancellationToken);
            await PlayAsync(await app.CastAsync());
            expected = await RowsAsync(storage);
        }

        // Each column says something somewhere, or this would show nothing.
        foreach (var (i, name) in Measured.Index())
            Assert.True(
                expected.Select(row => row.Split('\t')[i + 1]).Distinct().Count() > 1,
                $"{name} is the same in every row."
            );
        await storage.UnlockEventsAsync();
        foreach (var sql in Undo)
            await storage.RunSqlAsync(sql);
        Assert.Equal("0016-guests.sql", Schema.Applied(storage).Applied[^1]);

        Assert.Null(Schema.Upgrade(storage));
        Assert.Equal(expected, await RowsAsync(storage));
        var doctor = await Cli.OnAsync(storage, "doctor");
        Assert.DoesNotContain("is not what its events say", doctor.Out + doctor.Error);
    }

    /// <summary>
    /// Of the addresses that are stored, those are not proved which somebody typed in place of their invitation's;
    /// links whose makers may not make them have ended.
    /// </summary>
    [Theory, BothEngines]
    public async Task Addresses_that_somebody_typed_are_not_proved_and_links_without_a_maker_have_ended(Engine engine)
    {
        StorageOptions storage;
        await using (var app = await BatonApp.StartAsync(engine))
        {
            storage = app.Storage;
            var cast = await app.CastAsync();
            using var root = await app.VisitAsync(cast.Root);
            using var ben = await app.VisitAsync(cast.Ben);
            foreach (var key in (string[])["honest", "mallory"])
            {
                using var visitor = new Visitor(app);
                await visitor.SubmitAsync(
                    await visitor.GetAsync(
                        LinkOf(
                            await root.SubmitAsync(
                                await root.GetAsync("/people"),
                                "Invite",
                                ("emails", $"{key}@example.org")
                            )
                        )
                    ),
                    "Create account",
                    ("name", key),
                    ("key", key),
                    ("password", Visitor.Password)
                );
            }

            // A link for a new password bears the address as it is, which proves nothing.
            await storage.RunSqlAsync("UPDATE people SET email = 'victim@example.org' WHERE \"key\" = 'mallory'");
            await app
                .Services.GetRequiredService<Writer>()
                .WriteAsync((db, token) => db.LockDirectoryAsync(token), CancellationToken.None);
            using var mallory = new Visitor(app);
            await mallory.SubmitAsync(
                await mallory.GetAsync(
                    LinkOf(
                        await root.SubmitAsync(await root.GetAsync("/people/mallory/link"), "Reset password: mallory")
                    )
                ),
                "Save password",
                ("password", "another horse battery")
            );
            foreach (var (who, email) in ((Visitor, string)[])[(ben, "gone@example.org"), (root, "kept@example.org")])
                await who.SubmitAsync(await who.GetAsync($"/teams/{cast.Receiver}"), "Invite", ("emails", email));
            await storage.RunSqlAsync($"UPDATE memberships SET role = 'member' WHERE person_key = '{cast.Ben.Key}'");
        }

        foreach (
            var sql in Undo.Where(sql =>
                sql.Contains("email_proved_at", StringComparison.Ordinal)
                || sql.Contains("invitations", StringComparison.Ordinal)
                || sql.Contains("ix_guests_revoked_at", StringComparison.Ordinal)
            )
        )
            await storage.RunSqlAsync(sql);
        await storage.RunSqlAsync("DELETE FROM schemaversions WHERE scriptname LIKE '0023%'");
        Assert.Null(Schema.Upgrade(storage));
        await using var upgraded = await BatonApp.StartAsync(storage);
        Assert.Equal(
            ["mallory"],
            await upgraded.ReadAsync(db =>
                db.People.Where(person => person.EmailProvedAt == null).Select(person => person.Key).ToListAsync()
            )
        );
        Assert.Equal(
            ["kept@example.org"],
            await upgraded.ReadAsync(db =>
                db.OpenInvitations(TimeProvider.System.UtcNow()).Select(link => link.Email).ToListAsync()
            )
        );
        Assert.Equal(
            1,
            await upgraded.ReadAsync(db =>
                db.Invitations.CountAsync(link => link.Kind == LinkKind.Password && link.PersonKey == "mallory")
            )
        );
        using var again = new Visitor(upgraded);
        Assert.Equal("/", (await again.SignInAsync("victim@example.org", "another horse battery")).Path);
    }

    private static string LinkOf(Seen page) => new Uri(page.Document.QuerySelector("#link")!.TextContent).PathAndQuery;

    private static async Task PlayAsync(Cast cast)
    {
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.FlagGapAsync(id, new GapRequest("note", FindingCode.Missing, 30, "“Which” one?"));
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which?", "client_name"));
        await cast.Alice.Api.AskAsync(id, new AskRequest("When?"));
        await cast.Bob.Api.GiveFeedbackAsync(id, new FeedbackRequest(2, ["note"]));
        await cast.Ben.Api.GiveFeedbackAsync(id, new FeedbackRequest(5, []));
        var twice = (await cast.ReturnedAsync()).HandoffId;
        await cast.Ann.Api.InitiateAsync(
            twice,
            new InitiateRequest(
                [new WaiverRequest("note", "Not \"known\" yet.")],
                new Dictionary<string, string> { ["contract_value"] = "It is so." }
            )
        );
        await cast.Bob.Api.ReturnAsync(
            twice,
            new ReturnRequest([
                new FindingRequest("contract_value", FindingCode.Missing, "Still."),
                new FindingRequest("client_name", FindingCode.Unclear, "Which of the two?"),
            ])
        );
        await cast.Ben.Api.RerouteAsync(
            (await cast.InitiatedAsync()).HandoffId,
            new RerouteRequest(cast.Other, "Theirs.")
        );
        await cast.Root.Api.AcceptAsync((await cast.Root.Api.CreateAsync(cast.NewHandoff())).HandoffId);
    }

    /// <summary>JSON in one spelling: the engines and the program each write it their own way.</summary>
    private static async Task<List<string>> RowsAsync(StorageOptions storage)
    {
        await using var connection = await storage.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT h.id, {string.Join(", ", Measured)}, a.from_team, a.to_team, a.template, a.initiated_at "
            + "FROM handoffs h LEFT JOIN alarms a ON a.handoff_id = h.id ORDER BY h.id";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(
                string.Join(
                    '\t',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(i =>
                            reader.GetName(i) == "defects"
                                ? Plain(reader.GetString(i))
                                : Convert.ToString(
                                    reader.GetValue(i),
                                    System.Globalization.CultureInfo.InvariantCulture
                                )
                        )
                )
            );
        return rows;
    }

    private static string Plain(string json) =>
        string.Join(
            ' ',
            JsonElement
                .Parse(json)
                .EnumerateArray()
                .Select(candidate =>
                    string.Join(
                        ',',
                        candidate
                            .EnumerateObject()
                            .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                            .OrderBy(member => member.Name, StringComparer.Ordinal)
                            .Select(member => $"{member.Name}={member.Value}")
                    )
                )
        );
}
