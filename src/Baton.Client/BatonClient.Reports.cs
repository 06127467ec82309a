using System.Text;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>How many, how fast, how well.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">From or to this team only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MetricsRecord> MetricsAsync(
        int days = 30,
        string? template = null,
        string? team = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<MetricsRecord>(
            "metrics" + QueryString.Of(("days", days), ("template", template), ("team", team)),
            cancellationToken
        );

    /// <summary>Which teams hand over incomplete context, and whether that is more than chance.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<SendersReport> SendersAsync(
        int days = 90,
        string? template = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<SendersReport>(
            "reports/senders" + QueryString.Of(("days", days), ("template", template)),
            cancellationToken
        );

    /// <summary>What templates are missing, and which fields nobody uses.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TemplatesReport> TemplatesReportAsync(
        int days = 90,
        string? template = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<TemplatesReport>(
            "reports/templates" + QueryString.Of(("days", days), ("template", template)),
            cancellationToken
        );

    /// <summary>How work flows between teams.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">From or to this team only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<FlowReport> FlowAsync(
        int days = 90,
        string? template = null,
        string? team = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<FlowReport>(
            "reports/flow" + QueryString.Of(("days", days), ("template", template), ("team", team)),
            cancellationToken
        );

    /// <summary>What arrives of the values that are carried along chains.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">What this template takes over only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChainsReport> ChainsAsync(
        int days = 90,
        string? template = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<ChainsReport>(
            "reports/chains" + QueryString.Of(("days", days), ("template", template)),
            cancellationToken
        );

    /// <summary>Who has how much to do now, by team and by person.</summary>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">The load of this team only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<LoadReport> LoadAsync(
        string? template = null,
        string? team = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<LoadReport>(
            "reports/load" + QueryString.Of(("template", template), ("team", team)),
            cancellationToken
        );

    /// <summary>A table of a report as CSV (RFC 4180), with a header.</summary>
    /// <param name="report"><c>metrics</c>, or <c>reports/</c> and the name of a report.</param>
    /// <param name="days">The length of the window, in days; null: the report's own, or where it has none.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">From or to this team only, where the report can be asked for that.</param>
    /// <param name="table">Which list of the report; null: its first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> ReportCsvAsync(
        string report,
        int? days,
        string? template = null,
        string? team = null,
        string? table = null,
        CancellationToken cancellationToken = default
    ) =>
        Encoding.UTF8.GetString(
            await ReadAsync(
                    HttpMethod.Get,
                    report
                        + QueryString.Of(
                            ("format", "csv"),
                            ("days", days),
                            ("template", template),
                            ("team", team),
                            ("table", table)
                        ),
                    null,
                    null,
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false)
        );
}
