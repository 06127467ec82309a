using System.ComponentModel;
using Baton.Client;
using Baton.Web.Api;

namespace Baton.Features.Quality;

/// <summary>Of what the load is asked for. It is of this moment, and has no window.</summary>
internal record LoadTableQuery : IReportFormat, ICheckedQuery
{
    [Description("Only what this team must act on.")]
    public string? Team { get; init; }

    [Description("Only handoffs of this template.")]
    public string? Template { get; init; }

    [TableOf<LoadReport>, Description(ReportFormat.TableText)]
    public string? Table { get; init; }

    public string? TableName => Table;

    public virtual string? FormatName => ReportFormat.Csv;

    public IEnumerable<FieldError> Faults(HttpRequest request) => ReportFormat.Faults(this, request);
}

internal sealed record LoadQuery : LoadTableQuery
{
    [Formats, Description(ReportFormat.Text)]
    public string? Format { get; init; }

    public override string? FormatName => Format;
}
