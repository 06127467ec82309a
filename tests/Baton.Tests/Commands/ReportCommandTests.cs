using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Commands;

public sealed class ReportCommandTests(SharedApps apps)
{
    [Fact]
    public async Task Senders_as_lines_as_json_and_as_csv()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var app = await apps.On(Engine.Sqlite);
        await cast.ReturnedAsync();
        await cast.AcceptedAsync();
        string[] report = ["report", "senders", "--template", cast.Template_];
        var lines = (await app.CliAsync(cast.Bob, report)).Done().Lines;
        Assert.Equal($"team\t{cast.Sender}\t2\t1\t50%\t0% to 100%\tnone\t0\t1\t0\t0\t50%\t-\t0\t0", lines[0]);
        Assert.Equal(["team", "version", "field", "receiver"], lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(
            0.5,
            (await app.CliAsync(cast.Bob, [.. report, "--json"])).Done().Json<SendersReport>().DefectRate
        );
        var csv = (await app.CliAsync(cast.Bob, [.. report, "--csv"])).Done().Out.Split("\r\n");
        Assert.Equal(
            "team,handoffs,rejected_attempts,returned,waived,late_gaps,defective,defect_rate,"
                + "first_pass_yield,rating,ratings,questions,limits.low95,limits.high95,limits.low998,"
                + "limits.high998,signal",
            csv[0]
        );
        Assert.Equal($"{cast.Sender},2,0,1,0,0,1,0.5,0.5,,0,0,0,1,0,1,none", csv[1]);
        Assert.StartsWith(
            "template,field,handoffs",
            (await app.CliAsync(cast.Bob, [.. report, "--csv", "--table", "by_field"])).Done().Out,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "days,since,until,template,handoffs,defective,defect_rate",
            (await app.CliAsync(cast.Bob, [.. report, "--csv", "--table", "summary"])).Done().Out,
            StringComparison.Ordinal
        );
        (await app.CliAsync(cast.Bob, "report", "senders", "--template", "nothing")).Refused(
            "There is no template nothing."
        );
        (await app.CliAsync(cast.Bob, "report", "senders", "--days", "0")).WrongUsage("--days must be 1 to 36500.");
        (await app.CliAsync(cast.Bob, "report", "senders", "--table", "by_field")).WrongUsage(
            "--table works only with --csv."
        );
        (await app.CliAsync(cast.Bob, "report", "senders", "--csv", "--json")).WrongUsage(
            "Use either --csv or --json, not both."
        );
    }

    [Fact]
    public async Task A_dispute_from_the_shell()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var app = await apps.On(Engine.Sqlite);
        var id = $"{(await cast.ReturnedAsync()).HandoffId}";
        Assert.Equal(
            $"Handoff {id}: defect 1 is disputed. A lead of {cast.Receiver} will decide.",
            (await app.CliAsync(cast.Alice, "handoff", "dispute", id, "1", "It was there.")).Done().Lines[0]
        );
        (await app.CliAsync(cast.Ben, "handoff", "decide", id, "1")).WrongUsage("Use either --uphold or --drop.");
        Assert.Equal(
            $"Handoff {id}: defect 1 is dropped.",
            (await app.CliAsync(cast.Ben, "handoff", "decide", id, "1", "--drop", "--answer", "So it was."))
                .Done()
                .Lines[0]
        );
        Assert.Contains(
            "defect\t1\treturn\tcontract_value\twrong\t-\tIt says 60000 in the contract.\tIt was there.\tSo it was.",
            (await app.CliAsync(cast.Ben, "handoff", "show", id)).Done().Lines
        );
    }
}
