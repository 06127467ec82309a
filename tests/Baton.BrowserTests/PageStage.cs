using System.Text.Json;
using Baton.Client;
using Baton.Features.Links;
using Baton.Tests.App;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.BrowserTests;

/// <summary>A handoff in each state, and for each person the pages to look at.</summary>
internal sealed class PageStage
{
    /// <summary>Pages that lead elsewhere, or answer with a file or with a part of a page.</summary>
    private static readonly string[] NotPages =
    [
        "/account/address/mail",
        "/handoffs.csv",
        "/handoffs/find",
        "/notifications/latest",
        "/sign-in/oidc",
        "/logo/{mark}",
        "/guest/{token}/attachments/{n:int}",
        "/handoffs/{id:long}/attachments/{n:int}",
        "/handoffs/{id:long}/receipt",
        "/reports/chains.csv",
        "/reports/flow.csv",
        "/reports/load.csv",
        "/reports/senders.csv",
        "/reports/templates.csv",
    ];

    /// <summary>
    /// What a journey meets, for a moment: a form on its way through the sign-in, codes, a proved address.
    /// </summary>
    private static readonly string[] OfOtherTests =
    [
        "/carried/{secret}",
        "/account/second-factor/codes",
        "/account/address",
        "/setup",
    ];

    private static readonly string[] ForPrograms =
    [
        "api",
        "live",
        "healthz",
        "readyz",
        "openapi",
        "docs",
        "assets",
        "manifest.webmanifest",
        "metrics",
    ];

    private PageStage(Cast cast) => Cast = cast;

    internal Cast Cast { get; }

    internal required string[] OfNobody { get; init; }

    internal required string[] OfTheReceivingLead { get; init; }

    internal required string[] OfTheReceiver { get; init; }

    internal required string[] OfTheSendingLead { get; init; }

    internal required string[] OfTheAdmin { get; init; }

    internal static async Task<PageStage> SetAsync(SharedApps apps)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var open = await cast.InitiatedAsync();
        var returned = await cast.ReturnedAsync();
        var accepted = await cast.AcceptedAsync();
        var done = await cast.CompletedAsync();
        var draft = await cast.DraftAsync();
        var shift = await ShiftAsync(cast, draft: true);
        await SayAsync(cast, accepted.HandoffId);
        var guest = await GuestAsync(cast, accepted.HandoffId);
        var link = await cast
            .App.Services.GetRequiredService<MakeLink>()
            .RunAsync(cast.Ben.Key, open.HandoffId, open.ContextRevision, CancellationToken.None);
        return new PageStage(cast)
        {
            OfNobody =
            [
                "/sign-in",
                "/sign-in/forgot",
                "/sign-in/code",
                await JoinAsync(cast),
                "/nothing-here",
                guest,
                guest + "/return",
                guest + "/evidence?step=second",
            ],
            OfTheReceivingLead =
            [
                .. OfLists(cast),
                .. OfTeam(cast, (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels[^1].Id),
                .. OfHandoffs(open.HandoffId, accepted.HandoffId, done.HandoffId),
                $"/handoffs/{await ShiftAsync(cast, draft: false)}/shift",
                link.Accept,
                link.Return,
                .. OfReports(cast),
            ],
            OfTheReceiver = ["/", $"/handoffs/{done.HandoffId}", "/notifications", "/account/passkeys"],
            OfTheSendingLead =
            [
                "/",
                $"/handoffs/{shift}/shift",
                $"/handoffs/{shift}/items",
                "/hand-over",
                $"/hand-over/{cast.Template_}",
                $"/handoffs/{draft.HandoffId}",
                $"/handoffs/{returned.HandoffId}",
                $"/handoffs/{returned.HandoffId}/edit",
                $"/handoffs/{draft.HandoffId}/edit",
                $"/handoffs/{draft.HandoffId}/withdraw",
                "/drafts",
            ],
            OfTheAdmin = OfAdmin(cast),
        };
    }

    /// <summary>The pages of the server that no list here leads to.</summary>
    internal List<string> Missing()
    {
        string[] paths = [.. OfNobody, .. OfTheReceivingLead, .. OfTheReceiver, .. OfTheSendingLead, .. OfTheAdmin];
        return
        [
            .. Cast
                .App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(IsPage)
                .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
                .Except([.. NotPages, .. OfOtherTests])
                .Where(route => !paths.Any(path => Leads(path, route)))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsPage(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
        && !ForPrograms.Contains(endpoint.RoutePattern.RawText!.Trim('/').Split('/')[0]);

    private static bool Leads(string path, string route) =>
        new TemplateMatcher(TemplateParser.Parse(route.TrimStart('/')), new RouteValueDictionary()).TryMatch(
            new Uri(new Uri("http://x"), path).AbsolutePath,
            new RouteValueDictionary()
        );

    private static async Task SayAsync(Cast cast, long id)
    {
        await cast.Bob.Api.AttachAsync(
            id,
            "a plan with a rather long name that has to be broken somewhere on a phone.txt",
            new MemoryStream("x"u8.ToArray())
        );
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which one first?", "client_name", Blocking: true));
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: "team@example.org", Delivery: DeliveryPace.Daily),
                    new("webhook", Url: "http://127.0.0.1:1/hook"),
                ],
            }
        );
    }

    private static async Task<string> GuestAsync(Cast cast, long id) =>
        new Uri(
            (
                await cast.Ben.Api.InviteGuestAsync(
                    id,
                    new GuestRequest("somebody.with.a.long.address@agency.example.org")
                )
            ).Url!
        ).AbsolutePath;

    /// <summary>The address that an invitation brings.</summary>
    private static async Task<string> JoinAsync(Cast cast) =>
        new Uri(
            (
                await cast.Root.Api.InviteAsync(
                    new InviteRequest([$"new-{cast.Receiver}@example.org"]) { Team = cast.Receiver }
                )
            )
                .Items[0]
                .Link!
        ).PathAndQuery;

    private static string[] OfLists(Cast cast) =>
        [
            "/",
            "/handoffs",
            $"/handoffs?team={cast.Receiver}&box=inbox&status=initiated",
            "/handoffs?q=nothing-of-this-kind",
            "/handoffs?view=board",
            "/handoffs?view=calendar",
            "/account",
            "/account/second-factor",
            "/teams",
            $"/teams/{cast.Receiver}",
            "/templates",
            $"/templates/{cast.Template_}",
            $"/templates/{cast.Template_}/versions/1",
            $"/templates/{cast.Template_}/versions",
            $"/templates/{cast.Template_}/used-by",
            $"/templates/{cast.Template_}/edit",
            $"/templates/{cast.Template_}/edit?require=note",
            "/deliveries",
            "/deliveries?state=dead",
            "/orphans",
        ];

    private static string[] OfTeam(Cast cast, long channel) =>
        [
            $"/teams/{cast.Receiver}/notifications",
            $"/teams/{cast.Receiver}/hours",
            $"/teams/{cast.Receiver}/templates",
            $"/teams/{cast.Receiver}/settings",
            $"/teams/{cast.Receiver}/channels/{channel}",
            $"/teams/{cast.Receiver}/channels/{channel}/rotate",
            $"/teams/{cast.Receiver}/channels/{channel}/remove",
            $"/teams/{cast.Receiver}/members/{cast.Bob.Key}/remove",
        ];

    /// <summary>A shift of a template of its own: of each, one is under way at a time.</summary>
    private static async Task<long> ShiftAsync(Cast cast, bool draft)
    {
        var key = $"{cast.Template_}-{(draft ? "drafted" : "handed")}";
        await cast.Root.Api.PublishTemplateAsync(
            key,
            $$"""
            key: {{key}}
            name: Ward
            kind: shift
            from_team: {{cast.Sender}}
            receiving_team: {{cast.Receiver}}
            item: { name: Patient, fields: [{ key: name, required: true, label: Name }] }
            """
        );
        var context = JsonElement.Parse(
            """
            {"items": [{"key": "bed-1", "severity": "watcher", "name": "M. Horn"},
                       {"key": "bed-2", "severity": "stable", "name": "J. Lind"}]}
            """
        );
        return (await cast.Alice.Api.CreateAsync(new CreateHandoffRequest(key, context, Draft: draft))).HandoffId;
    }

    private static string[] OfHandoffs(long open, long accepted, long done) =>
        [
            $"/handoffs/{open}",
            $"/handoffs/{open}/accept",
            $"/handoffs/{open}/return",
            $"/handoffs/{open}/decline",
            $"/handoffs/{open}/reroute",
            $"/handoffs/{accepted}",
            $"/handoffs/{accepted}/assists",
            $"/handoffs/{accepted}/assign",
            $"/handoffs/{accepted}/skip?step=second",
            $"/handoffs/{accepted}/evidence?step=second",
            $"/handoffs/{accepted}/flag_gap",
            $"/handoffs/{done}",
        ];

    private static string[] OfReports(Cast cast) =>
        [
            "/reports",
            "/reports?tab=load",
            "/reports?tab=quality",
            "/reports?tab=templates",
            "/reports?tab=speed",
            "/reports?tab=chains",
            "/reports?days=0",
            $"/reports?days=7&template={cast.Template_}",
            $"/reports/handoffs?what=defective&from={cast.Sender}",
        ];

    private static string[] OfAdmin(Cast cast) =>
        [
            "/",
            "/people",
            $"/people/{cast.Bob.Key}/edit",
            $"/people/{cast.Bob.Key}/deactivate",
            $"/people/{cast.Bob.Key}/admin",
            $"/people/{cast.Bob.Key}/team",
            $"/people/{cast.Bob.Key}/link",
            $"/people/{cast.Bob.Key}/second-factor",
            $"/teams/{cast.Receiver}/close",
            $"/people/{cast.Bob.Key}/sign-in",
            "/settings",
            "/audit",
            "/teams",
            "/templates/new",
            "/templates/new?from=blank",
            "/templates/new?tab=yaml",
            "/orphans",
            "/health",
        ];
}
