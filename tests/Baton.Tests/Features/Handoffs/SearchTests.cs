using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What is found by which question, the same on both engines.</summary>
public sealed class SearchTests(SharedApps apps)
{
    /// <summary>The title, a question that finds it, and one that does not.</summary>
    private static readonly (string Title, string[] Found, string[] NotFound)[] Table =
    [
        (
            "東京都庁の移転計画",
            ["東京", "京都", "都庁の移転", "計画", "画"],
            ["東京計画", "大阪", "dong", "dongjing", "tokyo", "移転計画東"]
        ),
        ("北京办公室", ["北京", "京办", "办公室"], ["背景", "beijing", "bei"]),
        ("背景资料", ["背景"], ["北京"]),
        ("ระบบจัดการลูกค้า", ["จัดการ", "ลูกค้า"], ["บริษัท"]),
        ("서울대학교병원", ["대학", "학교병원", "서울", "\u1109\u1165\u110B\u116E\u11AF"], ["부산"]),
        ("カタカナ・ひらがな", ["タカナ", "らがな", "ｶﾀｶﾅ"], ["katakana"]),
        ("𠮷野家の注文", ["𠮷野", "野家", "𠮷"], ["吉野"]),
        (
            "Müller Kältetechnik",
            ["Müller", "Mueller", "Muller", "MÜLLER", "mu\u0308ller", "müll", "kaeltetechnik", "kaltetechnik"],
            ["Mahler", "Moehle"]
        ),
        ("Schroeder Logistik", ["Schröder", "Schroeder", "Schroder"], ["Schrader Logistik x"]),
        ("Weissmann Strasse", ["Weißmann", "weissmann", "straße"], ["weismann strasse x"]),
        ("Århus Ærø Øst", ["aarhus", "arhus", "århus", "aero", "oest", "ost"], ["oslo"]),
        ("Aalborg Malmoe", ["ålborg", "aalborg", "malmö", "malmo"], []),
        ("O’Brien d'Arc Rock'n'Roll", ["O'Brien", "obrien", "o’brien", "brien", "d’Arc", "arc"], ["o'bryan's"]),
        ("C++ and C#", ["C++", "c#", "c", "C++ C#"], ["f#", "c++ f#"]),
        ("R&D with AT&T", ["R&D", "AT&T", "at&t r&d"], ["M&A"]),
        ("Łódź Żółć Москва Ελλάδα", ["lodz", "łódź", "zolc", "moskva", "москва", "ellada"], []),
        ("poetry of 4711 Revenue", ["poet", "4711", "revenue"], ["pot", "4712", "revnxe"]),
        ("ガイドブック ＡＢＣ１２", ["ｶﾞｲﾄﾞ", "カ\u3099イト\u3099", "abc12", "ドブ"], ["カイト"]),
        ("foo_bar zurich-west a+b", ["bar", "Zürich West", "a+b"], []),
    ];

    [Theory, BothEngines]
    public async Task Every_script_is_found_as_it_is_written(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ids = new Dictionary<string, long>();
        foreach (var (title, _, _) in Table)
            ids[title] = (await CreateAsync(cast, title)).HandoffId;
        var wrong = new List<string>();
        foreach (var (title, found, notFound) in Table)
        {
            foreach (var question in found)
            {
                if (!(await FindAsync(cast, question)).Contains(ids[title]))
                    wrong.Add($"{question} does not find {title}");
            }

            foreach (var question in notFound)
            {
                if ((await FindAsync(cast, question)).Contains(ids[title]))
                    wrong.Add($"{question} finds {title}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, BothEngines]
    public async Task All_spellings_of_a_name_find_each_other(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (
            var spellings in (string[][])
                [
                    ["Mueller", "Müller", "Muller"],
                    ["Groesse", "Größe", "Grosse"],
                    ["Soerensen", "Sørensen", "Sorensen"],
                    ["Aarup", "Århus"],
                ]
        )
        {
            var ids = new List<long>();
            foreach (var spelling in spellings)
                ids.Insert(0, (await CreateAsync(cast, spelling)).HandoffId);
            foreach (var spelling in spellings.Where(_ => spellings[0] != "Aarup"))
                Assert.Equal(ids, await FindAsync(cast, spelling));
        }

        Assert.Single(await FindAsync(cast, "Århus"));
    }

    [Theory, BothEngines]
    public async Task Its_number_puts_a_handoff_first(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var wanted = (await CreateAsync(cast, "Wanted")).HandoffId;
        var mention = (await CreateAsync(cast, $"About {wanted} again")).HandoffId;
        var other = (await CreateAsync(cast, $"Also {wanted}")).HandoffId;
        Assert.Equal([wanted, other, mention], await FindAsync(cast, $"{wanted}"));
        Assert.Equal([wanted, other, mention], await FindAsync(cast, $" #{wanted} "));
        var paged = new List<long>();
        string? cursor = null;
        do
        {
            var page = await cast.Alice.Api.ListAsync(
                new HandoffQuery
                {
                    Search = $"#{wanted}",
                    Limit = 1,
                    Cursor = cursor,
                }
            );
            cursor = page.NextCursor;
            _ = paged.Count;
            paged.AddRange(page.Items.Select(found => found.HandoffId));
        } while (cursor is not null);
        Assert.Equal([wanted, other, mention], paged);
        Assert.Empty((await cast.Charlie.Api.ListAsync(new HandoffQuery { Search = $"#{wanted}" })).Items);
        Assert.Equal([other, mention], (
                await cast.Alice.Api.ListAsync(
                    new HandoffQuery
                    {
                        Search = $"#{wanted}",
                        Team = cast.Sender,
                        Box = "outbox",
                        Status = "initiated",
                    }
                )
            ).Items.Select(found => found.HandoffId).Where(id => id != wanted));
    }

    [Theory, BothEngines]
    public async Task The_people_of_a_handoff_are_found_by_their_names(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var other = (await cast.InitiatedAsync()).HandoffId;
        await cast.Bob.Api.AcceptAsync(id);
        await RenameAsync(cast, cast.Bob.Key, "Zoë Quøtermain");
        await RenameAsync(cast, cast.Ben.Key, "Ünal Vrolik");
        await Wait.ForAsync(() => FindAsync(cast, "zoe"), found => found.Count == 1);
        Assert.Equal([id], await FindAsync(cast, "Quoetermain acme"));
        Assert.Equal([id], await FindAsync(cast, cast.Bob.Key));
        Assert.Equal([other, id], await FindAsync(cast, cast.Alice.Key));
        Assert.Empty(await FindAsync(cast, "zoe nothing-else"));
        await cast.Ben.Api.AssignAsync(id, new AssignRequest(cast.Ben.Key));
        Assert.Equal([id], await FindAsync(cast, "uenal vrol"));
        Assert.Equal([id], await FindAsync(cast, "vrolkik"));
    }

    [Theory, BothEngines]
    public async Task A_word_that_names_a_crowd_finds_what_is_theirs(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var crowd = await Task.WhenAll(
            Enumerable.Range(1, 12).Select(i => cast.App.AddPersonAsync($"crowd{i}-{cast.Template_}"))
        );
        await cast.Root.Api.PutMemberAsync(cast.Receiver, crowd[7].Key, new MemberRequest());
        var (id, _) = ((await cast.InitiatedAsync()).HandoffId, await cast.InitiatedAsync());
        await crowd[7].Api.AcceptAsync(id);
        Assert.Equal([id], await FindAsync(cast, "crowd"));
        Assert.Equal([id], await FindAsync(cast, "acme crowd doe"));
    }

    [Theory, BothEngines]
    public async Task A_slip_of_the_keys_is_forgiven_where_nothing_matches_as_it_stands(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var acme = (await CreateAsync(cast, "Wintergarten Brotfabrik")).HandoffId;
        foreach (
            var slip in (string[])
                [
                    "wintergaten",
                    "wintergartten",
                    "wintregarten",
                    "wintermarten",
                    "brotfabrick",
                    "vintergarten brotfabrik",
                    "brotfabirk wintergarten",
                ]
        )
            Assert.Equal([acme], await FindAsync(cast, slip));
        foreach (var other in (string[])["wontergarden", "bro", "garten"])
            Assert.Equal(other == "bro" ? [acme] : [], await FindAsync(cast, other));
        var close = (await CreateAsync(cast, "Wintermarten")).HandoffId;
        Assert.Equal([close], await FindAsync(cast, "wintermarten"));
    }

    [Theory, BothEngines]
    public async Task Every_word_of_the_longest_context_is_indexed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var latin = string.Join(' ', Enumerable.Range(0, 60_000).Select(i => $"w{i}x"));
        var han = string.Concat(Enumerable.Range(0, 60_000).Select(i => (char)(0x4E00 + (i * 7919 % 20_000))));
        var many = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(
                JsonSerializer.SerializeToElement(
                    new
                    {
                        client_name = "Many",
                        contract_value = 1,
                        note = latin,
                    }
                )
            )
        );
        var runs = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(
                JsonSerializer.SerializeToElement(
                    new
                    {
                        client_name = "Runs",
                        contract_value = 1,
                        note = han,
                    }
                )
            )
        );
        foreach (var word in (string[])["w0x", "w1999x", "w2001x", "w59999x", "w5 w59999x many", "w59999x w0x"])
            Assert.Equal([many.HandoffId], await FindAsync(cast, word));
        foreach (var word in (string[])[han[..10], han[^10..], han[30_000..30_007]])
            Assert.Equal([runs.HandoffId], await FindAsync(cast, word));
        await cast.Alice.Api.EditAsync(
            (await CreateAsync(cast, "x", draft: true)).HandoffId,
            new EditRequest(JsonSerializer.SerializeToElement(new { note = latin }))
        );
        Assert.Equal(2, (await FindAsync(cast, "w59998x")).Count);
        Assert.Empty(await FindAsync(cast, "w60001x w0x"));
    }

    [Theory, BothEngines]
    public async Task Whatever_is_asked_is_answered(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await CreateAsync(cast, "Anything");
        foreach (
            var odd in (string[])
                [
                    "\"",
                    "' OR 1=1 --",
                    "a:*",
                    "NOT",
                    "NEAR(a b)",
                    "(",
                    "*",
                    "!",
                    ":&|!<->",
                    "++",
                    "#",
                    "####",
                    "#99999999999999999999",
                    "東\"京",
                    "\\",
                    "'",
                    "’",
                    "&&",
                    "a&",
                    "&a&&b",
                    new string('a', 5000),
                    new string('京', 500),
                    string.Join(' ', Enumerable.Range(0, 500).Select(i => $"x{i}")),
                    "\u0301",
                    "ﬀ",
                ]
        )
            Assert.True(
                (
                    await cast.App.SendAsync(
                        cast.Alice,
                        HttpMethod.Get,
                        $"api/v1/handoffs?q={Uri.EscapeDataString(odd)}"
                    )
                ).Status == 200,
                odd
            );
    }

    [Theory, BothEngines]
    public async Task What_an_older_version_indexed_is_indexed_anew(Engine engine)
    {
        StorageOptions storage;
        long id;
        Cast cast;
        await using (var app = await BatonApp.StartAsync(engine))
        {
            storage = app.Storage;
            cast = await app.CastAsync();
            id = (await CreateAsync(cast, "北京办公室")).HandoffId;
            for (var i = 0; i < 60; i++)
                await CreateAsync(cast, $"Number {i}");
            var stamp = await app.ReadAsync(db =>
                Task.FromResult(db.Stamps.Single(candidate => candidate.Name == DirectoryVersion.Search).Value)
            );
            Assert.Equal(0, stamp);
            await app
                .Services.GetRequiredService<Writer>()
                .WriteAsync(
                    async (db, token) =>
                    {
                        await Baton.Storage.Search.SearchIndex.ReplaceAsync(db, id, "bei jing ban gong shi", token);
                        db.Stamps.Single(candidate => candidate.Name == DirectoryVersion.Search).Value =
                            db.Handoffs.Max(handoff => handoff.Id);
                        await db.SaveChangesAsync(token);
                    },
                    CancellationToken.None
                );
            Assert.Equal(
                [id],
                await FindAsync(cast, "beijing") is { Count: 0 } ? await FindAsync(cast, "bei jing") : []
            );
        }

        var doctor = await Cli.OnAsync(storage, "doctor");
        Assert.Contains("as an older version of Baton wrote them: 61.", doctor.Out + doctor.Error);
        await using var upgraded = await BatonApp.StartAsync(storage);
        using var http = new HttpClient { BaseAddress = upgraded.Url };
        var alice = new BatonClient(http, cast.Alice.Token);
        await Wait.ForAsync(
            () =>
                upgraded.ReadAsync(db =>
                    Task.FromResult(db.Stamps.Single(candidate => candidate.Name == DirectoryVersion.Search).Value)
                ),
            value => value == 0
        );
        Assert.Equal(id, Assert.Single((await alice.ListAsync(new HandoffQuery { Search = "京办" })).Items).HandoffId);
        Assert.Empty((await alice.ListAsync(new HandoffQuery { Search = "bei jing" })).Items);
        Assert.Equal(0, await upgraded.ReadAsync(db => IndexAnew.WaitingAsync(db, CancellationToken.None)));
    }

    private static Task<HandoffRecord> CreateAsync(Cast cast, string title, bool draft = false) =>
        cast.Alice.Api.CreateAsync(
            cast.NewHandoff(JsonSerializer.SerializeToElement(new { client_name = title, contract_value = 1 })) with
            {
                Draft = draft,
            }
        );

    private static async Task<IReadOnlyList<long>> FindAsync(Cast cast, string question) =>
        [
            .. (await cast.Alice.Api.ListAsync(new HandoffQuery { Search = question, Limit = 100 })).Items.Select(
                found => found.HandoffId
            ),
        ];

    private static Task RenameAsync(Cast cast, string person, string name) =>
        cast
            .App.Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    db.People.Single(candidate => candidate.Key == person).Name = name;
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None
            );
}
