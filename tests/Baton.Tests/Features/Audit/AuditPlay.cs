using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Baton.Tests.Features.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace Baton.Tests.Features.Audit;

/// <summary>Everything that is administered, done once by each door, as the people of a cast.</summary>
internal sealed class AuditPlay : IDisposable
{
    private const string Calendar =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:"
        + "20260101T000000Z\r\nDTSTART;VALUE=DATE:20261224\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private const string NewPassword = "another horse of mine";

    private readonly Cast cast;
    private readonly Visitor root;
    private readonly Visitor guest;
    private readonly SoftKey phone;
    private readonly List<string> files = [];
    private string invitation = "";

    private AuditPlay(Cast cast, Visitor root) =>
        (this.cast, this.root, guest, phone) = (cast, root, new Visitor(cast.App), PasskeyTests.Key(cast.App));

    internal static async Task<AuditPlay> BeginAsync(Cast cast) => new(cast, await cast.App.VisitAsync(cast.Root));

    /// <summary>The door, who acts, and what they do.</summary>
    internal IEnumerable<(string Door, string Who, Func<Task> Run)> Scenes() =>
        [.. ByApi(), .. ByPage(), .. ByCommand()];

    private IEnumerable<(string Door, string Who, Func<Task> Run)> ByApi()
    {
        var api = cast.Root.Api;
        var me = cast.Root.Key;
        var day = "2027-01-04";
        var absence = 0L;
        var invited = 0L;
        var channel = 0L;
        yield return (
            "PUT /api/v1/templates/{key}",
            me,
            () => api.PublishTemplateAsync(cast.Template_, TemplateWith("7h"))
        );
        yield return (
            "PUT /api/v1/teams/{key}",
            me,
            () =>
                api.PutTeamAsync(
                    "made",
                    new TeamRequest
                    {
                        Name = "Made",
                        Channels = [new ChannelRequest("email", Address: "made@example.org")],
                    }
                )
        );
        yield return (
            "PUT /api/v1/teams/{key}/members/{person}",
            me,
            () => api.PutMemberAsync("made", cast.Charlie.Key, new MemberRequest(TeamRole.Lead))
        );
        yield return ("POST /api/v1/teams/{key}/holidays", me, () => api.AddHolidaysAsync("made", Calendar));
        yield return (
            "DELETE /api/v1/teams/{key}/members/{person}",
            me,
            () => api.RemoveMemberAsync("made", cast.Charlie.Key)
        );
        yield return (
            "POST /api/v1/teams/{key}/channels",
            me,
            async () =>
                channel = (
                    await api.AddChannelAsync("made", new ChannelRequest("email", Address: "more@example.org"))
                ).Id
        );
        yield return (
            "PUT /api/v1/teams/{key}/channels/{id:long}",
            me,
            () =>
                api.PutChannelAsync(
                    "made",
                    channel,
                    new ChannelRequest("email", Address: "more@example.org", Delivery: DeliveryPace.Daily)
                )
        );
        yield return (
            "POST /api/v1/teams/{key}/channels/{id:long}/rotate",
            me,
            async () =>
                await api.RotateChannelSecretAsync(
                    "made",
                    (await api.AddChannelAsync("made", new ChannelRequest("webhook", Url: "https://example.org/h"))).Id
                )
        );
        yield return (
            "DELETE /api/v1/teams/{key}/channels/{id:long}",
            me,
            () => api.RemoveChannelAsync("made", channel)
        );
        yield return ("POST /api/v1/teams/{key}/close", me, () => api.CloseTeamAsync("made", new CloseTeamRequest()));
        yield return (
            "POST /api/v1/people/{key}/absences",
            cast.Bob.Key,
            async () =>
                absence = (
                    await cast.Bob.Api.AddAbsenceAsync(cast.Bob.Key, new AbsenceRequest(day, day, cast.Ben.Key))
                ).Id
        );
        yield return (
            "POST /api/v1/people/{key}/absences/{id:long}/end",
            cast.Bob.Key,
            () => cast.Bob.Api.EndAbsenceAsync(cast.Bob.Key, absence)
        );
        yield return (
            "PUT /api/v1/settings",
            me,
            () => api.PutSettingsAsync(new SettingsRequest { OrganizationName = "Halyard" })
        );
        yield return (
            "POST /api/v1/people",
            me,
            () => api.AddPersonAsync(new AddPersonRequest("added", "Added", "added@example.org"))
        );
        yield return (
            "PATCH /api/v1/people/{person}",
            me,
            () => api.PatchPersonAsync("added", new PatchPersonRequest(Name: "Another"))
        );
        yield return (
            "POST /api/v1/invitations",
            me,
            async () => invited = (await api.InviteAsync(new InviteRequest(["many@example.org"]))).Items[0].Id
        );
        yield return ("POST /api/v1/invitations/{id:long}/resend", me, () => api.ResendInvitationAsync(invited));
        yield return ("DELETE /api/v1/people/{person}", me, () => api.DeactivateAsync(cast.Charlie.Key));
        yield return (
            "POST /api/v1/people/{person}/reactivate",
            me,
            async () =>
            {
                await api.DeactivateAsync("added");
                await api.ReactivateAsync("added");
            }
        );
        yield return (
            "PUT /api/v1/people/{person}/slack",
            me,
            async () =>
                Assert.Equal(
                    200,
                    (
                        await cast.App.SendAsync(
                            cast.Root,
                            HttpMethod.Put,
                            $"api/v1/people/{cast.Bob.Key}/slack",
                            """{"slack_id": "U012AB3CD"}"""
                        )
                    ).Status
                )
        );
        yield return (
            "POST /api/v1/deliveries/replay",
            me,
            async () =>
            {
                await DeliveryAsync();
                Assert.Equal(
                    200,
                    (
                        await cast.App.SendAsync(
                            cast.Root,
                            HttpMethod.Post,
                            "api/v1/deliveries/replay",
                            $$"""{"team": "{{cast.Receiver}}"}"""
                        )
                    ).Status
                );
            }
        );
        yield return (
            "PUT /api/v1/me",
            cast.Bob.Key,
            () => cast.Bob.Api.PutMeAsync(new MeRequest(DeliveryPace.Hourly))
        );
        yield return (
            "POST /api/v1/deliveries/{id:long}/replay",
            me,
            async () => await api.ReplayAsync(await DeliveryAsync())
        );
    }

    private IEnumerable<(string Door, string Who, Func<Task> Run)> ByPage()
    {
        var me = cast.Root.Key;
        var team = $"/teams/{cast.Receiver}";
        yield return (
            "POST /people/invite",
            me,
            async () => invitation = LinkIn(await PressAsync("/people", "Invite", ("emails", "new@example.org")))
        );
        yield return (
            "POST /join",
            "newcomer",
            async () =>
                await guest.SubmitAsync(
                    await guest.GetAsync(invitation),
                    "Create account",
                    ("key", "newcomer"),
                    ("name", "New Comer"),
                    ("password", Visitor.Password)
                )
        );
        yield return (
            "POST /settings",
            me,
            () => PostAsync("/settings", ("part", "retention"), ("notification_days", "30"))
        );
        yield return (
            "POST /people/{key}/link",
            me,
            () => PressAsync($"/people/{cast.Ann.Key}/link", $"Reset password: {cast.Ann.Key}")
        );
        yield return (
            "POST /people/invitations/{id:long}/resend",
            me,
            () => PressAsync("/people", $"Send again: {cast.Ann.Key}@example.org")
        );
        yield return (
            "POST /people/{key}/edit",
            me,
            () =>
                PostAsync(
                    $"/people/{cast.Ann.Key}/edit",
                    ("name", "Ann Other"),
                    ("email", $"{cast.Ann.Key}@example.org")
                )
        );
        yield return (
            "POST /people/invitations/{id:long}/revoke",
            me,
            () => PressAsync("/people", $"Revoke the password reset for {cast.Ann.Key}")
        );
        yield return (
            "POST /teams/{key}/invitations/{id:long}/resend",
            me,
            async () =>
            {
                await PressAsync(team, "Invite", ("emails", "late@example.org"));
                await PressAsync(team, "Send again: late@example.org");
            }
        );
        yield return (
            "POST /teams/{key}/invitations/{id:long}/revoke",
            me,
            async () =>
            {
                await PressAsync(team, "Revoke the invitation of late@example.org");
            }
        );
        yield return (
            "DELETE /api/v1/invitations/{id:long}",
            me,
            async () => await cast.Root.Api.RevokeInvitationAsync(await InvitedAsync("api"))
        );
        yield return (
            "invitation revoke",
            "baton",
            async () => await CommandAsync("invitation", "revoke", $"{await InvitedAsync("cli")}")
        );
        yield return (
            "POST /people/{key}/address",
            me,
            async () =>
            {
                await cast.App.ForgetProofAsync(cast.Ann.Key);
                await PressAsync("/people", $"Confirm email: {cast.Ann.Key}");
            }
        );
        yield return (
            "POST /account/address",
            me,
            async () =>
            {
                await cast.App.ForgetProofAsync(me);
                await PostAsync("/account/address", ("code", await cast.App.AddressCodeAsync(cast.Root)));
            }
        );
        yield return (
            "person confirm-address",
            "baton",
            async () =>
            {
                await cast.App.ForgetProofAsync(cast.Ann.Key);
                await CommandAsync("person", "confirm-address", cast.Ann.Key);
            }
        );
        yield return (
            "POST /people/{key}/admin",
            me,
            () => PressAsync($"/people/{cast.Ann.Key}/admin", $"Make admin: {cast.Ann.Key}")
        );
        yield return (
            "POST /people/{key}/team",
            me,
            () => PostAsync($"/people/{cast.Ann.Key}/team", ("team", cast.Receiver))
        );
        yield return (
            "POST /people/{key}/second-factor",
            me,
            async () =>
            {
                await SecondFactorTests.SetUpAsync(cast.App, cast.Ann);
                await PostAsync($"/people/{cast.Ann.Key}/second-factor");
            }
        );
        yield return ("POST /people/{key}/active", me, () => PressAsync("/people", $"Reactivate: {cast.Charlie.Key}"));
        yield return (
            "POST /account/delivery",
            me,
            () => PressAsync("/account", "Save: notifications by email", ("delivery", "daily"))
        );
        yield return (
            "POST /account/tokens",
            me,
            () => PressAsync("/account", "Create token", ("name", "x"), ("token_password", Visitor.Password))
        );
        yield return (
            "POST /account/tokens/{id:long}/revoke",
            me,
            async () => await PostAsync($"/account/tokens/{await TokenAsync("x")}/revoke")
        );
        yield return (
            "POST /account/password",
            me,
            () => PressAsync("/account", "Change password", ("current", Visitor.Password), ("password", NewPassword))
        );
        yield return ("POST /account/second-factor", me, SetUpAsync);
        yield return (
            "POST /account/second-factor/off",
            me,
            () => PostAsync("/account/second-factor/off", ("current", NewPassword))
        );
        yield return (
            "POST /account/passkeys",
            me,
            async () => Assert.Equal(200, (await PasskeyTests.AddAsync(root, phone, "phone", NewPassword)).Status)
        );
        yield return (
            "POST /account/passkeys/{id}/remove",
            me,
            () => PostAsync($"/account/passkeys/{phone.Id}/remove")
        );
        yield return (
            "POST /account/sessions/{id:long}/end",
            me,
            async () =>
            {
                using var other = new Visitor(cast.App);
                await other.SignInAsync(me, NewPassword);
                var session = await cast.App.ReadAsync(db =>
                    db.Sessions.Where(session => session.PersonKey == me).MaxAsync(session => session.Id)
                );
                await PostAsync($"/account/sessions/{session}/end");
            }
        );
        yield return (
            "POST /account/everywhere",
            me,
            async () =>
            {
                await PressAsync("/account", "Sign out everywhere");
                Assert.Equal("/", (await root.SignInAsync(me, NewPassword)).Path);
            }
        );
        yield return (
            "POST /teams",
            me,
            () => PressAsync("/teams", "Create team", ("name", "Paged"), ("key", "paged"))
        );
        yield return ("POST /teams/{key}", me, () => PressAsync($"{team}/hours", "Save", ("mon", "09:00-17:00")));
        yield return ("POST /first-run/skip", me, () => PostAsync("/first-run/skip"));
        yield return (
            "POST /teams/{key}/settings",
            me,
            () => PressAsync($"{team}/settings", "Save", ("name", "Receiver two"))
        );
        yield return (
            "POST /teams/{key}/channels",
            me,
            () => PressAsync($"{team}/notifications", "Add channel", ("type", "email"), ("to", "r@example.org"))
        );
        yield return (
            "POST /teams/{key}/channels/{id:long}",
            me,
            async () => await PressAsync(await ChannelAsync(), "Save", ("delivery", "daily"))
        );
        yield return (
            "POST /teams/{key}/channels/{id:long}/remove",
            me,
            async () => await PressAsync($"{await ChannelAsync()}/remove", "Remove channel: Email r@example.org")
        );
        yield return (
            "POST /teams/{key}/channels/{id:long}/rotate",
            me,
            async () =>
            {
                await PressAsync(
                    $"{team}/notifications",
                    "Add channel",
                    ("type", "webhook"),
                    ("to", "https://example.org/hook")
                );
                await PressAsync($"{await ChannelAsync()}/rotate", "Rotate secret");
            }
        );
        yield return (
            "POST /teams/{key}/close",
            me,
            () => PressAsync("/teams/paged/close", "Close team: paged", ("successor", ""))
        );
        yield return ("POST /teams/{key}/members", me, () => PressAsync(team, $"Make lead: {cast.Bob.Key}"));
        yield return (
            "POST /teams/{key}/absences",
            me,
            () =>
                PressAsync(
                    team,
                    "Add absence",
                    ("away", cast.Bob.Key),
                    ("from", Soon(0)),
                    ("until", Soon(2)),
                    ("substitute", cast.Ben.Key)
                )
        );
        yield return (
            "POST /teams/{key}/absences/{person}/{id:long}/end",
            me,
            () => PressAsync(team, $"End absence: {cast.Bob.Key} Doe")
        );
        yield return (
            "POST /teams/{key}/members/{person}/remove",
            me,
            () => PressAsync($"{team}/members/{cast.Bob.Key}/remove", $"Remove: {cast.Bob.Key}")
        );
        yield return ("POST /teams/{key}/invite", me, () => PressAsync(team, "Invite", ("emails", "team@example.org")));
        yield return (
            "POST /templates/new",
            me,
            () =>
                PostAsync(
                    "/templates/new",
                    ("text", TemplateWith("6h").Replace(cast.Template_, "t-paged", StringComparison.Ordinal)),
                    ("do", "publish")
                )
        );
        yield return (
            "POST /templates/{key}/edit",
            me,
            () => PostAsync($"/templates/{cast.Template_}/edit", ("text", TemplateWith("5h")), ("do", "publish"))
        );
        yield return ("POST /deliveries/replay", me, () => PostAsync("/deliveries/replay", ("state", "dead")));
        yield return (
            "POST /deliveries/{id:long}/replay",
            me,
            async () => await PostAsync($"/deliveries/{await DeliveryAsync()}/replay")
        );
    }

    private IEnumerable<(string Door, string Who, Func<Task> Run)> ByCommand()
    {
        yield return (
            "person add",
            "baton",
            () => CommandAsync("person", "add", "cli-person", "--name", "C", "--email", "c@example.org")
        );
        yield return (
            "person password",
            "baton",
            async () =>
                Assert.Equal(
                    0,
                    (
                        await BatonProcess.RunAsync(
                            null,
                            "four unrelated words here"u8.ToArray(),
                            ["person", "password", "cli-person", .. Cli.On(cast.App.Storage)]
                        )
                    ).Code
                )
        );
        yield return ("person delivery", "baton", () => CommandAsync("person", "delivery", "cli-person", "daily"));
        yield return (
            "person summary",
            "baton",
            async () =>
            {
                await CommandAsync("person", "add", "cli-lead", "--name", "L", "--email", "l@example.org", "--admin");
                await CommandAsync("person", "summary", "cli-lead", "on");
            }
        );
        yield return ("team add", "baton", () => CommandAsync("team", "add", "cli-team", "--name", "C"));
        yield return ("team join", "baton", () => CommandAsync("team", "join", "cli-team", "cli-person"));
        yield return (
            "team holidays",
            "baton",
            () => CommandAsync("team", "holidays", "cli-team", FileOf("days.ics", Calendar))
        );
        yield return (
            "person away",
            "baton",
            async () =>
            {
                await CommandAsync("team", "join", "cli-team", cast.Alice.Key);
                await CommandAsync(
                    "person",
                    "away",
                    "cli-person",
                    "--from",
                    Soon(-2),
                    "--until",
                    Soon(2),
                    "--substitute",
                    cast.Alice.Key
                );
            }
        );
        yield return ("person back", "baton", () => CommandAsync("person", "back", "cli-person"));
        yield return ("person slack", "baton", () => CommandAsync("person", "slack", "cli-person", "U099AB3CD"));
        yield return (
            "person clear-second-factor",
            "baton",
            async () =>
            {
                await SecondFactorTests.SetUpAsync(cast.App, cast.Ann);
                await CommandAsync("person", "clear-second-factor", cast.Ann.Key);
            }
        );
        yield return (
            "POST /people/{key}/sign-in",
            cast.Root.Key,
            () =>
                PressAsync(
                    $"/people/{cast.Ann.Key}/sign-in",
                    "Link",
                    ("issuer", "https://id.example.org"),
                    ("subject", "0")
                )
        );
        yield return (
            "POST /people/{key}/sign-in/unlink",
            cast.Root.Key,
            () => PressAsync($"/people/{cast.Ann.Key}/sign-in", "Unlink")
        );
        yield return (
            "person link",
            "baton",
            () => CommandAsync("person", "link", cast.Ann.Key, "--issuer", "https://id.example.org", "--subject", "1")
        );
        yield return ("person unlink", "baton", () => CommandAsync("person", "unlink", cast.Ann.Key));
        yield return ("team leave", "baton", () => CommandAsync("team", "leave", "cli-team", "cli-person"));
        yield return (
            "team add-channel",
            "baton",
            () => CommandAsync("team", "add-channel", cast.Receiver, "webhook", "https://example.org/cli")
        );
        yield return (
            "team change-channel",
            "baton",
            async () =>
                await CommandAsync(
                    "team",
                    "change-channel",
                    cast.Receiver,
                    await ChannelIdAsync(),
                    "--kind",
                    "handoff.accepted"
                )
        );
        yield return (
            "team rotate-secret",
            "baton",
            async () => await CommandAsync("team", "rotate-secret", cast.Receiver, await ChannelIdAsync())
        );
        yield return (
            "team remove-channel",
            "baton",
            async () => await CommandAsync("team", "remove-channel", cast.Receiver, await ChannelIdAsync())
        );
        yield return ("team close", "baton", () => CommandAsync("team", "close", "cli-team"));
        yield return ("token create", "baton", () => CommandAsync("token", "create", "cli-person", "--name", "y"));
        yield return (
            "token revoke",
            "baton",
            async () => await CommandAsync("token", "revoke", $"{await TokenAsync("y")}")
        );
        yield return ("person deactivate", "baton", () => CommandAsync("person", "deactivate", "cli-person"));
        yield return ("person reactivate", "baton", () => CommandAsync("person", "reactivate", "cli-person"));
        yield return (
            "template publish",
            "baton",
            () => CommandAsync("template", "publish", FileOf("t.yaml", TemplateWith("4h")))
        );
        yield return (
            "import",
            "baton",
            () =>
                CommandAsync(
                    "import",
                    FileOf(
                        "h.ndjson",
                        $$$"""{"template": "{{{cast.Template_}}}", "context": {"client_name": "A","""
                            + """ "contract_value": 1}}"""
                    ),
                    "--format",
                    "ndjson"
                )
        );
    }

    public void Dispose()
    {
        root.Dispose();
        guest.Dispose();
        phone.Dispose();
        files.ForEach(File.Delete);
    }

    private static string Soon(int days) =>
        TimeProvider
            .System.GetUtcNow()
            .AddDays(days)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private string TemplateWith(string acceptWithin) =>
        Cast
            .Template.Replace("KEY", cast.Template_)
            .Replace("SENDER", cast.Sender)
            .Replace("RECEIVER", cast.Receiver)
            .Replace("8h", acceptWithin);

    /// <summary>The page of the newest channel of the receiving team.</summary>
    private async Task<string> ChannelAsync() => $"/teams/{cast.Receiver}/channels/{await ChannelIdAsync()}";

    private async Task<string> ChannelIdAsync() =>
        $"{(await cast.Root.Api.GetTeamAsync(cast.Receiver)).Channels[^1].Id}";

    private async Task CommandAsync(params string[] words) => (await cast.App.AdminAsync(words)).Done();

    private async Task<Seen> PressAsync(string path, string button, params (string Name, string Value)[] typed)
    {
        var seen = await root.SubmitAsync(await root.GetAsync(path), button, typed);
        Assert.True(seen.Status == 200, $"{button}: {seen.Status} {string.Join(' ', seen.Faults)}");
        return seen;
    }

    private async Task SetUpAsync()
    {
        var offer = await root.GetAsync("/account/second-factor");
        var code = new Totp(
            Base32Encoding.ToBytes(
                offer.Document.QuerySelector("#secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal)
            )
        ).ComputeTotp(TimeProvider.System.UtcNow());
        Assert.Equal(
            "Your recovery codes",
            (await root.SubmitAsync(offer, "Turn on", ("code", code), ("current", NewPassword))).Heading
        );
    }

    private async Task PostAsync(string path, params (string Name, string Value)[] typed)
    {
        var form = (await root.GetAsync("/account")).Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        var seen = await root.PostAsync(path, [("form", form), .. typed]);
        Assert.True(seen.Status == 200, $"{path}: {seen.Status} {string.Join(' ', seen.Faults)}");
    }

    private static string LinkIn(Seen page) =>
        new Uri(
            System
                .Text.RegularExpressions.Regex.Match(
                    page.Document.DocumentElement.OuterHtml,
                    "http[^\"<\\s]*/join\\?code=[0-9a-f]+"
                )
                .Value
        ).PathAndQuery;

    private async Task<long> InvitedAsync(string name)
    {
        await PressAsync("/people", "Invite", ("emails", $"{name}@example.org"));
        return (await cast.Root.Api.ListInvitationsAsync()).Items[^1].Id;
    }

    private Task<long> TokenAsync(string name) =>
        cast.App.ReadAsync(db =>
            db.Tokens.Where(token => token.Name == name && token.RevokedAt == null)
                .Select(token => token.Id)
                .SingleAsync()
        );

    private async Task<long> DeliveryAsync()
    {
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new ChannelRequest("email", Address: "receiver@example.org")] }
        );
        var id = (await cast.Alice.Api.CreateAsync(cast.NewHandoff())).HandoffId;
        var delivery = await Wait.ForAsync(
            () =>
                cast.App.ReadAsync(db =>
                    db.Deliveries.Where(candidate =>
                            candidate.HandoffId == id
                            && candidate.Attempts > 0
                            && candidate.State != DeliveryState.Sending
                        )
                        .Select(candidate => candidate.Id)
                        .FirstOrDefaultAsync()
                ),
            found => found > 0
        );
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [] });
        return delivery;
    }

    private string FileOf(string name, string text)
    {
        var file = Path.Combine(cast.App.Storage.DataDirectory, name);
        File.WriteAllText(file, text);
        files.Add(file);
        return file;
    }
}
