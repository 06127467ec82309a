using System.Text;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>A step that asks for evidence is done with it alone, at every door.</summary>
public sealed class EvidenceTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("report", "file", "missing")]
    [InlineData("ticket", "link", "missing")]
    [InlineData("finding", "text", "missing")]
    [InlineData("torque", "number in Nm", "missing")]
    public async Task Done_without_evidence_is_refused_and_named(string step, string words, string code)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = await AcceptedAsync(cast);
        var refused = await Refusals.RefusedAsync(cast.Bob.Api.TickAsync(id, step, new TickRequest(Done: true)));
        var error = Assert.Single(refused.Errors!);
        Assert.Equal((422, "evidence", code), (refused.Status, error.Field, error.Code));
        Assert.Contains($"needs a {words} as evidence", error.Message, StringComparison.Ordinal);
        Assert.False((await cast.Bob.Api.GetAsync(id)).Checklist.Single(known => known.Key == step).Done);
    }

    [Fact]
    public async Task The_wrong_kind_is_refused()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = await AcceptedAsync(cast);
        Assert.Equal("type", await CodeAsync(cast, id, "ticket", new GivenEvidence(Text: "see the ticket")));
        Assert.Equal("type", await CodeAsync(cast, id, "ticket", new GivenEvidence(Url: "ftp://x")));
        Assert.Equal("type", await CodeAsync(cast, id, "torque", new GivenEvidence(Text: "12")));
        Assert.Equal("type", await CodeAsync(cast, id, "report", new GivenEvidence(Url: "https://example.org")));
        Assert.Equal("unknown", await CodeAsync(cast, id, "report", new GivenEvidence(File: 1)));
        Assert.Equal("missing", await CodeAsync(cast, id, "finding", new GivenEvidence(Text: " \u200b")));
        Assert.Equal("rule", await CodeAsync(cast, id, "finding", new GivenEvidence(Text: new string('x', 5001))));
        Assert.Equal(
            "type",
            await CodeAsync(cast, id, "torque", new GivenEvidence(Number: 1, Url: "https://example.org"))
        );
        Assert.Equal("rule", await CodeAsync(cast, id, "plain", new GivenEvidence(Text: "It is done.")));
        Assert.Equal(
            "rule",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Bob.Api.TickAsync(
                                id,
                                "finding",
                                new TickRequest(Done: false, Evidence: new GivenEvidence(Text: "No."))
                            )
                        )
                    ).Errors!
                )
                .Code
        );
    }

    [Theory, EitherEngine]
    public async Task What_is_given_stands_where_it_was_ticked_until_it_is_reopened(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await AcceptedAsync(cast);
        await cast.Bob.Api.AttachAsync(id, "report.csv", Content(), cancellationToken: Cancel);
        await TickAsync(cast, id, "report", new GivenEvidence(File: 1));
        await TickAsync(cast, id, "ticket", new GivenEvidence(Url: "https://example.org/t/1"));
        await TickAsync(cast, id, "finding", new GivenEvidence(Text: "No leak."));
        var ticked = await TickAsync(cast, id, "torque", new GivenEvidence(Number: 12.50m));
        Assert.Equal(
            [
                new GivenEvidence(File: 1),
                new GivenEvidence(Url: "https://example.org/t/1"),
                new GivenEvidence(Text: "No leak."),
                new GivenEvidence(Number: 12.50m),
                null,
            ],
            ticked.Checklist.Select(step => step.EvidenceGiven)
        );
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/handoffs/{id}");
        Assert.Equal("https://example.org/t/1", page.Document.QuerySelector("#step-ticket a")!.TextContent);
        Assert.Equal("report.csv", page.Document.QuerySelector("#step-report a")!.TextContent);
        Assert.Contains("12.5 Nm", page.Document.QuerySelector("#step-torque")!.TextContent, StringComparison.Ordinal);
        var events = (await cast.Alice.Api.GetEventsAsync(id)).Items;
        Assert.Equal(
            """{"number":12.50}""",
            events[^1].Data.GetProperty("evidence").GetRawText().Replace(" ", "", StringComparison.Ordinal)
        );
        var reopened = await cast.Bob.Api.TickAsync(id, "torque", new TickRequest(Done: false));
        Assert.Null(reopened.Checklist.Single(step => step.Key == "torque").EvidenceGiven);
    }

    [Theory, EitherEngine]
    public async Task Completing_asks_for_evidence_that_was_removed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await AcceptedAsync(cast);
        await cast.Bob.Api.AttachAsync(id, "report.csv", Content(), cancellationToken: Cancel);
        await TickAsync(cast, id, "report", new GivenEvidence(File: 1));
        await TickAsync(cast, id, "ticket", new GivenEvidence(Url: "https://example.org/t/1"));
        await TickAsync(cast, id, "finding", new GivenEvidence(Text: "No leak."));
        await TickAsync(cast, id, "torque", new GivenEvidence(Number: 12));
        await TickAsync(cast, id, "plain", null);
        await cast.Bob.Api.DetachAsync(id, 1, Cancel);
        var refused = await Refusals.RefusedAsync(cast.Bob.Api.CompleteAsync(id));
        Assert.Equal((409, "evidence-missing"), (refused.Status, refused.Type));
        Assert.Equal("checklist.report", Assert.Single(refused.Errors!).Field);
        var many = await cast.Bob.Api.BatchAsync(new BatchRequest([id], "complete"));
        Assert.Equal("evidence-missing", Assert.Single(many.Results).Problem!.Type);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{id}");
        Assert.Contains(
            "The file was removed",
            page.Document.QuerySelector("#step-report")!.TextContent,
            StringComparison.Ordinal
        );
        await cast.Bob.Api.AttachAsync(id, "again.csv", Content(), cancellationToken: Cancel);
        await TickAsync(cast, id, "report", new GivenEvidence(File: 2));
        Assert.Equal(HandoffStatus.Completed, (await cast.Bob.Api.CompleteAsync(id)).Status);
    }

    [Theory, EitherEngine]
    public async Task The_page_asks_for_it_without_a_script(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await AcceptedAsync(cast);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{id}");
        Assert.Null(page.Document.QuerySelector("#step-torque button.tick"));
        var form = page.Document.QuerySelector("#step-torque form")!;
        Assert.Equal($"/handoffs/{id}/evidence", form.GetAttribute("action"));
        var token = form.QuerySelector("[name=form]")!.GetAttribute("value")!;
        var wrong = await bob.PostAsync(
            form.GetAttribute("action")!,
            [("form", token), ("step", "torque"), ("kind", "number"), ("evidence", "tight")]
        );
        Assert.Equal(422, wrong.Status);
        Assert.Contains("needs a number in Nm", Assert.Single(wrong.Faults), StringComparison.Ordinal);
        var done = await bob.SubmitAsync(wrong, "Complete a step", ("evidence", "12.5"));
        Assert.Equal(200, done.Status);
        var step = (await cast.Bob.Api.GetAsync(id)).Checklist.Single(known => known.Key == "torque");
        Assert.Equal((true, new GivenEvidence(Number: 12.5m)), (step.Done, step.EvidenceGiven));
        var uploaded = await bob.UploadAsync(done, "Add and complete", "report.csv", Content().ToArray());
        Assert.Equal(
            (200, "report.csv"),
            (uploaded.Status, uploaded.Document.QuerySelector("#step-report a")!.TextContent)
        );
    }

    [Fact]
    public void A_template_says_it_and_keeps_it()
    {
        var read = TemplateFile.Parse(
            """
            key: a_to_b
            receiving_team: b
            fields: [{ key: name }]
            checklist:
              - { text: Torque, evidence: number, unit: Nm }
              - { text: Report, evidence: file }
            """
        );
        Assert.Empty(read.Faults);
        var again = TemplateFile.Parse(TemplateYaml.Write(read.Templates[0]));
        Assert.Equal(read.Templates[0].Checklist, again.Templates[0].Checklist);
        Assert.Equal((EvidenceKind.Number, "Nm"), (again.Templates[0].Checklist[0].Evidence!.Value, "Nm"));
    }

    [Fact]
    public void A_template_that_asks_for_what_is_no_evidence_is_refused()
    {
        var read = TemplateFile.Parse(
            """
            key: a_to_b
            receiving_team: b
            fields: [{ key: name }]
            checklist:
              - { text: Torque, evidence: photo }
              - { text: Report, evidence: file, unit: Nm }
            """
        );
        Assert.Equal(
            ["line 5: checklist[0].evidence", "line 6: checklist[1].unit"],
            read.Faults.Select(fault => fault.Field)
        );
        Assert.Contains("file, url, text or number", read.Faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_builder_knows_it()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await AcceptedAsync(cast);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var form = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        await ben.SubmitAsync(form, "Publish", ("step-unit.4", "kg"), ("step-evidence.5", "text"));
        var made = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal(
            [
                (EvidenceKind.File, null),
                (EvidenceKind.Url, null),
                (EvidenceKind.Text, null),
                (EvidenceKind.Number, "kg"),
                (EvidenceKind.Text, (string?)null),
            ],
            made.Checklist.Select(step => (step.Evidence!.Value, step.Unit))
        );
    }

    private static async Task<string> CodeAsync(Cast cast, long id, string step, GivenEvidence given) =>
        Assert
            .Single(
                (
                    await Refusals.RefusedAsync(
                        cast.Bob.Api.TickAsync(id, step, new TickRequest(Done: true, Evidence: given))
                    )
                ).Errors!
            )
            .Code;

    private static Task<HandoffRecord> TickAsync(Cast cast, long id, string step, GivenEvidence? given) =>
        cast.Bob.Api.TickAsync(id, step, new TickRequest(Done: true, Evidence: given));

    private static MemoryStream Content() => new(Encoding.UTF8.GetBytes("a;b"));

    private static async Task<long> AcceptedAsync(Cast cast)
    {
        await cast.Ben.Api.PublishTemplateAsync(
            cast.Template_,
            $$"""
            key: {{cast.Template_}}
            from_team: {{cast.Sender}}
            receiving_team: {{cast.Receiver}}
            fields:
              - { key: client_name, type: text, required: true }
              - { key: contract_value, type: money }
            checklist:
              - { key: report, text: Report filed, evidence: file }
              - { key: ticket, text: Ticket opened, evidence: url }
              - { key: finding, text: Leak test, evidence: text }
              - { key: torque, text: Torque checked, evidence: number, unit: Nm }
              - { key: plain, text: Customer called }
            """
        );
        return (await cast.AcceptedAsync()).HandoffId;
    }
}
