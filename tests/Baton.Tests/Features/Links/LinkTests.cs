using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Links;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Features.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Links;

/// <summary>Acting from a mail: only the button of the page does, and once.</summary>
public sealed partial class LinkTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    [Theory, EitherEngine]
    public async Task The_page_speaks_to_whom_the_mail_went(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var (cast, _, link) = await OfferedAsync(app);
        await cast.Bob.Api.PutMeAsync(new MeRequest(Language: "de"));
        var shown = await app.SendAsync(null, HttpMethod.Get, link, null, ("Accept-Language", "fr"));
        Assert.Contains("<html lang=\"de\"", shown.Body);
        Assert.Contains(">Annehmen</button>", shown.Body);
        var unknown = await app.SendAsync(null, HttpMethod.Get, $"{link}x", null, ("Accept-Language", "fr"));
        Assert.Contains("<html lang=\"fr\"", unknown.Body);
        await PressAsync(app, link, ("do", "accept"));
        var used = await app.SendAsync(null, HttpMethod.Get, link, null, ("Accept-Language", "fr"));
        Assert.Contains("Dieser Link wurde", used.Body);
    }

    [Theory, EitherEngine]
    public async Task Whoever_follows_the_link_changes_nothing_and_the_button_accepts_once(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var (cast, handoff, link) = await OfferedAsync(app);
        for (var i = 0; i < 3; i++)
        {
            var shown = await app.SendAsync(null, HttpMethod.Get, $"{link}?do=accept", null, ("Purpose", "prefetch"));
            Assert.Equal((200, "text/html"), (shown.Status, shown.ContentType));
            Assert.Contains(">Accept</button>", shown.Body);
            Assert.Equal(
                ("no-store", "no-referrer"),
                (
                    shown.Message.Headers.CacheControl!.ToString(),
                    shown.Message.Headers.GetValues("Referrer-Policy").Single()
                )
            );
            Assert.Equal(200, (await app.SendAsync(null, HttpMethod.Head, $"{link}?do=return")).Status);
        }

        Assert.Equal(405, (await app.SendAsync(null, HttpMethod.Put, link, "do=accept")).Status);
        var before = await cast.Root.Api.GetAsync(handoff.HandoffId);
        Assert.Equal(
            (handoff.Version, HandoffStatus.Initiated, null),
            (before.Version, before.Status, before.OpenedAt)
        );

        var done = await PressAsync(app, link, ("do", "accept"));
        Assert.Equal(200, done.Status);
        Assert.Contains($"“Acme GmbH” is now with Receiver.", WebUtility.HtmlDecode(done.Body));
        var after = await cast.Bob.Api.GetAsync(handoff.HandoffId);
        Assert.Equal((HandoffStatus.Accepted, cast.Bob.Key), (after.Status, after.AcceptedBy));

        foreach (
            var again in new[]
            {
                await PressAsync(app, link, ("do", "accept")),
                await PressAsync(app, link, ("do", "return")),
                await app.SendAsync(null, HttpMethod.Get, link),
            }
        )
        {
            Assert.Equal(410, again.Status);
            Assert.Contains("This link was used", again.Body);
            Assert.Contains($"href=\"/handoffs/{handoff.HandoffId}\"", again.Body);
            Assert.DoesNotContain("<button", again.Body);
        }

        Assert.Equal(after.Version, (await cast.Bob.Api.GetAsync(handoff.HandoffId)).Version);
    }

    [Theory, EitherEngine]
    public async Task Findings_return_it_and_a_fault_uses_nothing_up(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var (cast, handoff, link) = await OfferedAsync(app);
        Assert.Contains(
            "<option value=\"contract_value\">",
            (await app.SendAsync(null, HttpMethod.Get, $"{link}?do=return")).Body
        );

        var empty = await PressAsync(app, link, ("do", "return"), ("note_1", "It is <b>wrong</b>."));
        Assert.Equal(422, empty.Status);
        Assert.Contains("Say which field this is about.", empty.Body);
        Assert.Contains("It is &lt;b&gt;wrong&lt;/b&gt;.", empty.Body);
        var unknown = await PressAsync(
            app,
            link,
            ("do", "return"),
            ("field_2", "client_name"),
            ("code_2", "wrong"),
            ("field_1", "nothing"),
            ("code_1", "missing")
        );
        Assert.Equal(
            (422, true),
            (
                unknown.Status,
                unknown.Body.Contains($"There is no field nothing in {cast.Template_}.", StringComparison.Ordinal)
            )
        );
        Assert.Contains("<option value=\"client_name\" selected>", unknown.Body);
        Assert.Equal(200, (await PressAsync(app, link, ("do", "nonsense"))).Status);

        Assert.Equal(
            200,
            (
                await PressAsync(
                    app,
                    link,
                    ("do", "return"),
                    ("field_1", "contract_value"),
                    ("code_1", "outdated"),
                    ("note_1", "See the new offer.")
                )
            ).Status
        );
        var after = await cast.Alice.Api.GetAsync(handoff.HandoffId);
        Assert.Equal(
            (HandoffStatus.Returned, new Finding("contract_value", FindingCode.Outdated, "See the new offer.")),
            (after.Status, Assert.Single(after.Findings))
        );
        Assert.Equal(cast.Bob.Key, (await cast.Alice.Api.GetEventsAsync(handoff.HandoffId)).Items[^1].Actor);
        Assert.Equal(410, (await PressAsync(app, link, ("do", "accept"))).Status);
    }

    [Theory, EitherEngine]
    public async Task A_link_lasts_a_week(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail, time);
        var (cast, handoff, link) = await OfferedAsync(app);
        time.Advance(ActionLink.Lasts - (time.GetUtcNow() - time.Start) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await app.SendAsync(null, HttpMethod.Get, link)).Status);
        time.Advance(TimeSpan.FromMinutes(5));
        var late = await PressAsync(app, link, ("do", "accept"));
        Assert.Equal(410, late.Status);
        Assert.Contains("This link has expired", late.Body);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).Status);
    }

    [Theory, EitherEngine]
    public async Task A_link_is_good_for_its_person_and_its_revision_alone(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var (cast, handoff, link) = await OfferedAsync(app);
        foreach (var foreign in new[] { link[..^1], link + "x", "act/" + new string('A', 43) })
            Assert.Equal(404, (await PressAsync(app, foreign, ("do", "accept"))).Status);
        Assert.Contains("This link is not known", (await app.SendAsync(null, HttpMethod.Get, link + "x")).Body);

        await cast.Ben.Api.ReturnAsync(
            handoff.HandoffId,
            new ReturnRequest([new("contract_value", FindingCode.Wrong)])
        );
        var returned = await PressAsync(app, link, ("do", "accept"));
        Assert.Equal(
            (409, true),
            (
                returned.Status,
                returned.Body.Contains($"{cast.Ben.Key} Doe returned this handoff on ", StringComparison.Ordinal)
            )
        );
        Assert.Contains($"href=\"/handoffs/{handoff.HandoffId}\"", returned.Body);
        await cast.Alice.Api.EditAsync(
            handoff.HandoffId,
            new EditRequest(JsonElement.Parse("""{"contract_value": 60000}"""))
        );
        await cast.Alice.Api.InitiateAsync(handoff.HandoffId);
        foreach (var what in new[] { "accept", "return" })
        {
            var stale = await PressAsync(app, link, ("do", what), ("field_1", "contract_value"), ("code_1", "wrong"));
            Assert.Equal(
                (409, true),
                (
                    stale.Status,
                    stale.Body.Contains(
                        "You saw revision 1 of the context; it is at revision 2.",
                        StringComparison.Ordinal
                    )
                )
            );
        }

        var fresh = await LinkOfAsync(cast, mails: 2);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Members = [new(cast.Ben.Key, TeamRole.Lead)] }
        );
        Assert.Equal(404, (await PressAsync(app, fresh, ("do", "accept"))).Status);
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Bob.Key, new MemberRequest());
        await DeactivateAsync(app, cast.Bob.Key);
        Assert.Equal(403, (await PressAsync(app, fresh, ("do", "accept"))).Status);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).Status);

        // Who comes back gets new mails; the links of the old ones have ended.
        using var root = await app.VisitAsync(cast.Root);
        await root.SubmitAsync(await root.GetAsync($"/people?q={cast.Bob.Key}"), $"Reactivate: {cast.Bob.Key}");
        Assert.Equal(410, (await PressAsync(app, fresh, ("do", "accept"))).Status);
    }

    [Theory, EitherEngine]
    public async Task Two_presses_at_once_accept_once(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var (cast, handoff, link) = await OfferedAsync(app);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PressAsync(app, link, ("do", "accept"))));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal(410, answer.Status));
        Assert.Single(
            (await cast.Alice.Api.GetEventsAsync(handoff.HandoffId)).Items,
            happened => happened.Kind == "handoff.accepted"
        );
    }

    [Theory, EitherEngine]
    public async Task Of_a_secret_the_store_has_the_hash_alone(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var (cast, _, link) = await OfferedAsync(app);
        var secret = link.Split('/')[^1];
        var kept = await app.ReadAsync(db =>
            db.ActionLinks.Where(actionLink => actionLink.PersonKey == cast.Bob.Key).ToListAsync()
        );
        Assert.Equal(ActionLink.HashOf(secret), Assert.Single(kept).Hash);
        Assert.DoesNotContain(
            await app.ReadAsync(db => db.Deliveries.Select(delivery => delivery.Payload).ToListAsync()),
            payload => payload.Contains(secret, StringComparison.Ordinal)
        );
    }

    [Theory, EitherEngine]
    public async Task Only_a_person_is_given_links_and_only_to_what_they_may_do(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        var address = $"{cast.Receiver}@example.org";
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("email", Address: address)] });
        await cast.ReturnedAsync(); // the team's own address; then Alice and Ann, of the sending team
        Assert.DoesNotContain(
            "/act/",
            (await smtp.WaitForAsync(mail => mail.RcptTo.Contains(address))).Open().TextBody
        );
        Assert.DoesNotContain(
            "/act/",
            (await smtp.WaitForAsync(mail => mail.RcptTo.Contains($"{cast.Alice.Key}@example.org"))).Open().TextBody
        );
        Assert.Empty(await app.ReadAsync(db => db.ActionLinks.ToListAsync()));
    }

    [Theory, EitherEngine]
    public async Task The_address_of_a_team_has_buttons_that_ask_to_sign_in_first(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        var address = $"{cast.Receiver}@example.org";
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("email", Address: address)] });
        var id = (await cast.InitiatedAsync()).HandoffId;
        var mail = (await smtp.WaitForAsync(received => received.RcptTo.Contains(address))).Open();
        Assert.Contains($"Accept: /handoffs/{id}/accept", Urls(mail.TextBody), StringComparison.Ordinal);
        Assert.Contains($"Return…: /handoffs/{id}/return", Urls(mail.TextBody), StringComparison.Ordinal);
        Assert.Contains("waits for Receiver to accept it", mail.TextBody, StringComparison.Ordinal);
        var unknown = await app.SendAsync(null, HttpMethod.Get, $"handoffs/{id}/accept");
        Assert.DoesNotContain("Acme", unknown.Body, StringComparison.Ordinal);

        using var bob = await app.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{id}/accept");
        Assert.Contains("Acme GmbH", page.Document.QuerySelector("main .pairs")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(id)).Status);
        var done = await bob.SubmitAsync(page, "Accept");
        Assert.Equal((200, $"/handoffs/{id}"), (done.Status, done.Path));
        Assert.Equal(HandoffStatus.Accepted, (await cast.Bob.Api.GetAsync(id)).Status);
        Assert.Equal(409, (await bob.GetAsync($"/handoffs/{id}/accept")).Status);

        static string Urls(string? text) => Regex.Replace(text ?? "", "https?://[^/]+/", "/");
    }

    [Theory, EitherEngine]
    public async Task What_was_changed_since_a_return_comes_first(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Bob.Api.ReturnAsync(
            id,
            new ReturnRequest([
                new FindingRequest("contract_value", FindingCode.Wrong, "It says 60,000 in the contract."),
                new FindingRequest("client_name", FindingCode.Unclear, null),
            ])
        );
        await cast.Alice.Api.EditAsync(
            id,
            new EditRequest(JsonElement.Parse("""{"contract_value": 60000, "note": "Call first."}"""))
        );
        await cast.Alice.Api.InitiateAsync(
            id,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["client_name"] = "As in the contract." })
        );
        var mail = await smtp.WaitForAsync(received =>
            received.RcptTo.Contains($"{cast.Bob.Key}@example.org")
            && received.Open().Subject!.Contains("Resubmitted", StringComparison.Ordinal)
        );
        var text = mail.Open().TextBody!.ReplaceLineEndings("\n");
        Assert.Contains(
            "\nChanged: Contract value, Note\nReply: Client name: As in the contract.\nContract value: 60,000\nNote: "
                + "Call first.\n",
            text
        );

        var page = await app.SendAsync(null, HttpMethod.Get, $"{Link().Match(text).Groups[1].Value}?do=return");
        Assert.Contains("60,000", page.Body, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Where_a_read_back_is_asked_for_the_page_asks_for_it(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync(Cast.Template + "\nread_back: true\n");
        var handoff = await cast.InitiatedAsync();
        var link = await LinkOfAsync(cast);
        Assert.Contains("name=\"read_back\"", (await app.SendAsync(null, HttpMethod.Get, $"{link}?do=accept")).Body);
        var silent = await PressAsync(app, link, ("do", "accept"));
        Assert.Equal(
            (422, true),
            (silent.Status, silent.Body.Contains("This template asks for a read-back", StringComparison.Ordinal))
        );
        Assert.Equal(
            200,
            (await PressAsync(app, link, ("do", "accept"), ("read_back", "Onboard Acme by Monday."))).Status
        );
        Assert.Equal("Onboard Acme by Monday.", (await cast.Alice.Api.GetAsync(handoff.HandoffId)).ReadBack);
    }

    [Theory, EitherEngine]
    public async Task The_mails_of_a_handoff_are_one_thread(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        await cast.SettledAsync(handoff.HandoffId, 2);
        var first = (await MailsAsync(cast, 1))[0];
        await cast.Ben.Api.ReturnAsync(
            handoff.HandoffId,
            new ReturnRequest([new("contract_value", FindingCode.Wrong)])
        );
        await cast.Alice.Api.InitiateAsync(
            handoff.HandoffId,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["contract_value"] = "It is right." })
        );
        await cast.SettledAsync(handoff.HandoffId, 6);
        var second = (await MailsAsync(cast, 2))[1];
        await cast.Alice.Api.AskAsync(handoff.HandoffId, new AskRequest("When do you start?"));
        var third = (await MailsAsync(cast, 3))[2];
        var root = first.References.Single();
        Assert.StartsWith($"handoff-{handoff.HandoffId}@", root);
        Assert.Equal((string?[])[root, first.MessageId], second.References.ToArray());
        Assert.Equal(first.MessageId, second.InReplyTo);
        Assert.Equal((string?[])[root, first.MessageId, second.MessageId], third.References.ToArray());
        Assert.Equal(second.MessageId, third.InReplyTo);
    }

    private async Task<(Cast Cast, HandoffRecord Handoff, string Link)> OfferedAsync(BatonApp app)
    {
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        return (cast, handoff, await LinkOfAsync(cast));
    }

    /// <summary>The link in Bob's newest mail, without what is to be done.</summary>
    private async Task<string> LinkOfAsync(Cast cast, int mails = 1)
    {
        var mail = (await MailsAsync(cast, mails))[^1];
        var links = Link().Matches(mail.TextBody!).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, links.Count);
        Assert.Single(links.Distinct());
        Assert.Contains("?do=accept", mail.HtmlBody);
        Assert.Contains("?do=return", mail.HtmlBody);
        return links[0];
    }

    private async Task<List<MimeKit.MimeMessage>> MailsAsync(Cast cast, int count)
    {
        var address = $"{cast.Bob.Key}@example.org";
        var mails = await Wait.ForAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                return Task.FromResult(
                    smtp.Received.Where(mail => mail.RcptTo.Contains(address)).Select(mail => mail.Data).ToList()
                );
            },
            found => found.Count >= count
        );
        return [.. mails.Select(data => MimeKit.MimeMessage.Load(new MemoryStream(data)))];
    }

    private static async Task<Answered> PressAsync(
        BatonApp app,
        string link,
        params (string Name, string Value)[] inputs
    )
    {
        using var form = new FormUrlEncodedContent(
            inputs.Select(input => KeyValuePair.Create(input.Name, input.Value))
        );
        var response = await app.Http.PostAsync(new Uri(link, UriKind.Relative), form);
        return new Answered((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    private static Task DeactivateAsync(BatonApp app, string key) =>
        app
            .Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    (await db.People.SingleAsync(person => person.Key == key, token)).DeactivatedAt = DateTime.Parse(
                        "2026-01-01T00:00:00Z",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AdjustToUniversal
                    );
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None
            );

    [GeneratedRegex(@"https?://[^/]+/(act/[^?\s]+)\?do=")]
    private static partial Regex Link();
}
