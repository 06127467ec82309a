using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>
/// A refusal is said in the reader's language: to programs in English until they ask for another, and on pages in that
/// of the reader. What a program decides by stays the same in all.
/// </summary>
public sealed class RefusedLanguageTests(SharedApps apps)
{
    private const string Handoffs = "/api/v1/handoffs";

    [Theory, EitherEngine]
    public async Task A_program_is_refused_in_English_or_the_language_that_it_asks_for(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var accepted = (await cast.AcceptedAsync()).HandoffId;
        var incomplete = $$"""{ "template": "{{cast.Template_}}", "context": { "client_name": "Acme" } }""";
        await SameInBothAsync(
            cast.App,
            cast.Alice,
            (Handoffs, incomplete),
            "Missing required fields: contract_value",
            "Fehlende Pflichtfelder: contract_value"
        );
        await SameInBothAsync(
            cast.App,
            cast.Alice,
            ($"{Handoffs}/999999/comments", """{"text": "Hello"}"""),
            "There is no handoff 999999 that you can see.",
            "Nicht vorhanden oder für Sie nicht sichtbar: Übergabe 999999."
        );
        await SameInBothAsync(
            cast.App,
            cast.Bob,
            ($"{Handoffs}/{accepted}/accept", "{}"),
            $"Handoff {accepted} is accepted by {cast.Bob.Key}; to accept it must be initiated.",
            $"Übergabe {accepted} ist angenommen (von {cast.Bob.Key}); dafür (accept) muss sie übergeben sein."
        );
    }

    [Theory, EitherEngine]
    public async Task A_page_refuses_in_the_language_of_the_reader(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Alice.Api.PutMeAsync(new MeRequest(Language: "de"));
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var gone = await alice.GetAsync("/handoffs/999999");
        Assert.Equal((404, "Nicht gefunden"), (gone.Status, gone.Heading));
        Assert.Contains("Übergabe 999999", gone.Text, StringComparison.Ordinal);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        Assert.Equal("Not found", (await ann.GetAsync("/handoffs/999999")).Heading);
    }

    /// <summary>In turn, so that no refusal keeps the language of who was refused first.</summary>
    private static async Task SameInBothAsync(
        BatonApp app,
        Someone who,
        (string Path, string Body) asked,
        string english,
        string german
    )
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var inGerman = await app.SendAsync(
                who,
                HttpMethod.Post,
                asked.Path,
                asked.Body,
                ("Accept-Language", "de-AT, en;q=0.5")
            );
            var plain = await app.SendAsync(who, HttpMethod.Post, asked.Path, asked.Body);
            Assert.Equal((english, german), (plain.Problem.Detail, inGerman.Problem.Detail));
            Assert.NotEqual(plain.Problem.Title, inGerman.Problem.Title);
            Assert.Equal(
                (plain.Status, plain.Problem.Type, CodesOf(plain)),
                (inGerman.Status, inGerman.Problem.Type, CodesOf(inGerman))
            );
        }
    }

    private static string CodesOf(Answered answer) =>
        string.Join(' ', (answer.Problem.Errors ?? []).Select(error => $"{error.Field}={error.Code}"));
}
