using System.CommandLine;
using Baton.Client;
using Baton.Commands;
using Baton.Features.Audit;
using Baton.Tests.App;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Audit;

/// <summary>
/// Every route that writes and every command on a data directory stands here with the act that it must leave in the
/// audit log, or with a dash where it is no administrative act. A new one without a line fails, and so does one that
/// leaves no row.
/// </summary>
public sealed class EveryAdministrativeVerbTests(SharedApps apps)
{
    private const string Doors = """
        PUT /api/v1/templates/{key} template.published
        PUT /api/v1/teams/{key} team.made
        PUT /api/v1/teams/{key}/members/{person} member.joined
        DELETE /api/v1/teams/{key}/members/{person} member.left
        POST /api/v1/teams/{key}/channels channel.added
        PUT /api/v1/teams/{key}/channels/{id:long} channel.changed
        DELETE /api/v1/teams/{key}/channels/{id:long} channel.removed
        POST /api/v1/teams/{key}/holidays team.holidays_changed
        POST /api/v1/teams/{key}/close team.closed
        POST /api/v1/people/{key}/absences absence.added
        POST /api/v1/people/{key}/absences/{id:long}/end absence.ended
        DELETE /api/v1/people/{person} person.deactivated
        POST /api/v1/deliveries/{id:long}/replay delivery.replayed
        POST /api/v1/deliveries/replay delivery.replayed
        PUT /api/v1/people/{person}/slack person.changed
        POST /account/passkeys person.passkey_added
        POST /account/passkeys/{id}/remove person.passkey_removed
        POST /account/second-factor person.second_factor_set
        POST /account/second-factor/off person.second_factor_cleared
        PUT /api/v1/me person.changed
        POST /account/delivery person.changed
        POST /teams/{key}/channels/{id:long} channel.changed
        POST /teams/{key}/channels/{id:long}/rotate channel.changed
        POST /api/v1/teams/{key}/channels/{id:long}/rotate channel.changed
        POST /teams/{key}/settings team.changed
        POST /first-run/skip setting.changed
        POST /teams/{key}/close team.closed
        POST /deliveries/replay delivery.replayed
        person slack person.changed
        person delivery person.changed
        person summary person.changed
        POST /people/invite person.invited
        POST /people/{key}/link person.password_link
        POST /people/invitations/{id:long}/revoke person.link_revoked
        POST /teams/{key}/invitations/{id:long}/revoke person.link_revoked
        DELETE /api/v1/invitations/{id:long} person.link_revoked
        invitation revoke person.link_revoked
        POST /people/{key}/address person.changed
        POST /account/address person.changed
        POST /account/address/mail -
        person confirm-address person.changed
        invitation list -
        POST /people/{key}/admin person.admin_given
        POST /people/{key}/team member.joined
        POST /people/{key}/second-factor person.second_factor_cleared
        POST /people/{key}/active person.reactivated
        POST /join person.added
        POST /account/tokens token.made
        POST /account/tokens/{id:long}/revoke token.revoked
        POST /account/password person.password_set
        POST /teams team.made
        POST /teams/{key} team.changed
        POST /teams/{key}/channels channel.added
        POST /teams/{key}/channels/{id:long}/remove channel.removed
        POST /teams/{key}/absences absence.added
        POST /teams/{key}/absences/{person}/{id:long}/end absence.ended
        POST /teams/{key}/members member.role_changed
        POST /teams/{key}/members/{person}/remove member.left
        POST /teams/{key}/invite person.invited
        POST /templates/new template.published
        POST /templates/{key}/edit template.published
        POST /deliveries/{id:long}/replay delivery.replayed
        person add person.added
        person password person.password_set
        person away absence.added
        person back absence.ended
        person deactivate person.deactivated
        person clear-second-factor person.second_factor_cleared
        person link person.linked
        person unlink person.unlinked
        POST /people/{key}/sign-in person.linked
        POST /people/{key}/sign-in/unlink person.unlinked
        team add team.made
        team join member.joined
        team leave member.left
        team holidays team.holidays_changed
        team close team.closed
        team add-channel channel.added
        team change-channel channel.changed
        team rotate-secret channel.changed
        team remove-channel channel.removed
        token create token.made
        token revoke token.revoked
        template publish template.published
        import import.finished
        POST /guest/{token}/accept -
        POST /guest/{token}/checklist -
        POST /guest/{token}/complete -
        POST /guest/{token}/questions -
        POST /guest/{token}/questions/{n:int}/answer -
        POST /guest/{token}/return -
        POST /api/v1/teams/{key}/channels/{id:long}/test -
        POST /api/v1/teams/{key}/channels/{id:long}/enable -
        POST /teams/{key}/channels/{id:long}/enable -
        team enable-channel -
        POST /health/mail -
        POST /account/second-factor/codes -
        POST /sign-in/code -
        POST /sign-in/passkey -
        POST /sign-in/passkey/options -
        POST /account/passkeys/options -
        POST /account/passkeys/{id}/rename -
        POST /integrations/slack/actions -
        POST /act/{secret} -
        team test-channel -
        POST /teams/{key}/channels/{id:long}/test -
        HEAD /act/{secret} -
        POST /setup -
        POST /sign-in -
        POST /sign-out -
        POST /account/everywhere session.ended
        POST /account/sessions/{id:long}/end session.ended
        POST /hand-over/{template} -
        POST /api/v1/people person.added
        PATCH /api/v1/people/{person} person.changed
        POST /api/v1/people/{person}/reactivate person.reactivated
        POST /api/v1/invitations person.invited
        POST /api/v1/invitations/{id:long}/resend person.invited
        person reactivate person.reactivated
        person change -
        person list -
        person show -
        POST /people/{key}/edit person.changed
        POST /people/invitations/{id:long}/resend person.password_link
        POST /teams/{key}/invitations/{id:long}/resend person.invited
        POST /sign-in/forgot -
        PUT /api/v1/settings setting.changed
        POST /settings setting.changed
        POST /settings/test-mail -
        POST /api/v1/settings/test-mail -
        POST /notifications/read -
        POST /api/v1/me/notifications/read -
        POST /account/look -
        POST /drafts -
        POST /drafts/{id:long}/discard -
        POST /guest/{token}/seen -
        POST /guest/{token}/comments -
        POST /guest/{token}/checklist/all -
        POST /guest/{token}/evidence -
        serve -
        backup -
        restore -
        move -
        partitions -
        partitions on -
        archive -
        doctor -
        export -
        audit -
        template list -
        template show -
        template versions -
        token list -
        """;

    [Theory, EitherEngine]
    public async Task Each_leaves_its_row(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var expected = Doors
            .Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => (Door: line[..line.LastIndexOf(' ')], Act: line[(line.LastIndexOf(' ') + 1)..]))
            .ToDictionary(candidate => candidate.Door, candidate => candidate.Act);
        Assert.Equal([], RoutesOf(app).Concat(CommandsOf(CommandLine.Root, [])).Except(expected.Keys));
        var missed = new List<string>();
        using var play = await AuditPlay.BeginAsync(cast);
        foreach (var (door, who, run) in play.Scenes())
        {
            var before = await NewestAsync(cast, 1);
            await run();
            var rows = (await NewestAsync(cast, 100)).Where(row => before.Count == 0 || row.Id > before[0].Id).ToList();
            var way =
                door.StartsWith("POST /", StringComparison.Ordinal) && !door.Contains("/api/", StringComparison.Ordinal)
                    ? "page"
                : door.Contains('/', StringComparison.Ordinal) ? "api"
                : "cli";
            if (!rows.Any(row => row.Act == expected[door] && row.Who == who && row.Door == way))
                missed.Add(
                    $"{door}: {expected[door]} by {who}, {way}; found "
                        + $"{string.Join(", ", rows.Select(row => $"{row.Act} by {row.Who}, {row.Door}"))}"
                );
            expected.Remove(door);
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.Equal([], expected.Where(candidate => candidate.Value != "-").Select(candidate => candidate.Key));
    }

    [Fact]
    public async Task Every_table_is_either_watched_or_no_matter_of_administration()
    {
        string[] others =
        [
            "AuditEntry",
            "ActionLink",
            "Handoff",
            "HandoffEvent",
            "PassedTeam",
            "GateAttempt",
            "Notice",
            "Delivery",
            "DeliveryAttempt",
            "HeldTarget",
            "Alarm",
            "IdempotentAnswer",
            "Installation",
            "HistoryMonth",
            "MetricHour",
            "MeasuredHour",
            "DirectoryVersion",
            "BrowserSession",
            "LastSeen",
            "Notification",
            "SavedView",
            "AskedReset",
            "FormDraft",
            "CarriedForm",
            "HandoffWatch",
            "StoredFile",
            "FileChunk",
            "SignInAttempts",
            "DataKey",
            "ReceiptKey",
            "ReadBackAlarm",
            "ShiftAlarm",
            "AssistAlarm",
        ];
        var app = await apps.On(Engine.Sqlite);
        var trail = app.Services.GetRequiredService<AuditTrail>();
        var tables = await app.ReadAsync(db =>
            Task.FromResult(db.Model.GetEntityTypes().Select(type => type.ClrType).ToList())
        );
        Assert.Equal([], tables.Where(type => !trail.Watches(type)).Select(type => type.Name).Except(others));
    }

    private static async Task<IReadOnlyList<AuditRecord>> NewestAsync(Cast cast, int limit) =>
        (await cast.Root.Api.ListAuditAsync(new AuditQuery { Limit = limit })).Items;

    private static IEnumerable<string> RoutesOf(BatonApp app) =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint =>
                (
                    Route: "/" + endpoint.RoutePattern.RawText!.Trim('/'),
                    Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
                )
            )
            .SelectMany(candidate =>
                candidate
                    .Methods.Where(method => method is not ("GET" or "HEAD"))
                    .Select(method => (candidate.Route, Door: $"{method} {candidate.Route}"))
            )
            .Where(candidate =>
                !candidate.Route.StartsWith("/handoffs/", StringComparison.Ordinal)
                && !candidate.Route.StartsWith("/api/v1/handoffs", StringComparison.Ordinal)
            )
            .Select(candidate => candidate.Door);

    /// <summary>The commands that work on a data directory; those that speak to a server come by its routes.</summary>
    private static IEnumerable<string> CommandsOf(Command command, IReadOnlyList<string> path) =>
        (
            command.Options.Any(option => option.Name == "--data") && command.Subcommands.Count == 0
                ? [string.Join(' ', path)]
                : Enumerable.Empty<string>()
        ).Concat(command.Subcommands.SelectMany(sub => CommandsOf(sub, [.. path, sub.Name])));
}
