using System.ComponentModel;
using Baton.Client;
using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Features.Quality;

/// <summary>What every report is asked for: its window, and of what.</summary>
internal record ReportQuery
{
    [Limits(1, Scope.MostDays), Description("Handoffs initiated within so many days before now.")]
    public int Days { get; init; } = 90;

    [Description("Only handoffs of this template.")]
    public string? Template { get; init; }

    internal virtual Scope Scope => new(Days, Template);
}

/// <summary>The reports as a page: which of them.</summary>
internal sealed record ReportPageQuery : ReportQuery
{
    [Options(
        ReportTabs.Overview,
        ReportTabs.Load,
        ReportTabs.Quality,
        ReportTabs.Templates,
        ReportTabs.Speed,
        ReportTabs.Chains
    )]
    public string Tab { get; init; } = ReportTabs.Overview;
}

/// <summary>A report in a format, as a file one of its tables.</summary>
internal interface IReportFormat
{
    string? TableName { get; }

    string? FormatName { get; }
}

/// <summary>A report as a file: one of its tables.</summary>
internal abstract record TableQuery : ReportQuery, IReportFormat, ICheckedQuery
{
    public abstract string? TableName { get; }

    public virtual string? FormatName => ReportFormat.Csv;

    public IEnumerable<FieldError> Faults(HttpRequest request) => ReportFormat.Faults(this, request);
}

/// <summary>The tables of a report.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TableOfAttribute<TReport>() : OptionsAttribute([.. ReportTables.NamesOf(typeof(TReport))]);

/// <summary>The formats of a report.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormatsAttribute() : OptionsAttribute(ReportFormat.Json, ReportFormat.Csv, ReportFormat.Ndjson);

internal record SendersTableQuery : TableQuery
{
    [TableOf<SendersReport>, Description(ReportFormat.TableText)]
    public string? Table { get; init; }

    public override string? TableName => Table;
}

internal sealed record SendersQuery : SendersTableQuery
{
    [Formats, Description(ReportFormat.Text)]
    public string? Format { get; init; }

    public override string? FormatName => Format;
}

internal record TemplatesTableQuery : TableQuery
{
    [TableOf<TemplatesReport>, Description(ReportFormat.TableText)]
    public string? Table { get; init; }

    public override string? TableName => Table;
}

internal sealed record TemplatesQuery : TemplatesTableQuery
{
    [Formats, Description(ReportFormat.Text)]
    public string? Format { get; init; }

    public override string? FormatName => Format;
}

internal record ChainsTableQuery : TableQuery
{
    [TableOf<ChainsReport>, Description(ReportFormat.TableText)]
    public string? Table { get; init; }

    public override string? TableName => Table;
}

internal sealed record ChainsQuery : ChainsTableQuery
{
    [Formats, Description(ReportFormat.Text)]
    public string? Format { get; init; }

    public override string? FormatName => Format;
}

internal record FlowTableQuery : TableQuery
{
    [Description("Only handoffs from or to this team.")]
    public string? Team { get; init; }

    [TableOf<FlowReport>, Description(ReportFormat.TableText)]
    public string? Table { get; init; }

    public override string? TableName => Table;

    internal override Scope Scope => new(Days, Template, Team);
}

internal sealed record FlowQuery : FlowTableQuery
{
    [Formats, Description(ReportFormat.Text)]
    public string? Format { get; init; }

    public override string? FormatName => Format;
}

internal sealed record MetricsQuery : TableQuery
{
    public MetricsQuery() => Days = 30;

    [Description("Only handoffs from or to this team.")]
    public string? Team { get; init; }

    [TableOf<MetricsRecord>, Description(ReportFormat.TableText)]
    public string? Table { get; init; }

    [Formats, Description(ReportFormat.Text)]
    public string? Format { get; init; }

    public override string? TableName => Table;

    public override string? FormatName => Format;

    internal override Scope Scope => new(Days, Template, Team);
}

/// <summary>Asks for the handoffs behind a figure.</summary>
internal sealed record FigureQuery : ReportQuery
{
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Field { get; init; }

    [Options(
        "all",
        "defective",
        "returned",
        "waived",
        "late_gap",
        "first_pass",
        "open",
        "overdue",
        "ping_pong",
        "never_looked_at",
        "asked"
    )]
    public string What { get; init; } = "all";

    [FromQuery(Name = "cursor"), PageCursor]
    public long? Before { get; init; }

    internal Figure Figure => new(Days, Template, From, To, Field, What, Before);
}
