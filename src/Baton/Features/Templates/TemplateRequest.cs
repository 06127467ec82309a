using System.ComponentModel;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>
/// What publishing a template takes, for the API description alone: the file is read by <see cref="TemplateFile"/>,
/// which names every fault with its line, and reads the older form too.
/// </summary>
[Description("A template, in YAML or JSON. The earlier form with `required_fields` is accepted too.")]
internal sealed record TemplateRequest
{
    [Description("The key. If given, it must be the key in the path.")]
    public string? Key { get; init; }

    [Description("The name to show. Default: made from the key.")]
    public string? Name { get; init; }

    [Description("The key of the sending team. Default: the part of the key before `_to_`.")]
    public string? FromTeam { get; init; }

    [Description("The key of the receiving team.")]
    public required string ReceivingTeam { get; init; }

    [Description("The title of handoffs, with fields in braces, for example `{client_name}`.")]
    public string? Title { get; init; }

    [Description("The fields of the context, in the order of the form.")]
    public IReadOnlyList<Field>? Fields { get; init; }

    [Description(
        "The steps, each a text (a required step) or an object with `key`, `text`, `required`, `evidence`, `unit` "
            + "and `team`."
    )]
    public IReadOnlyList<object>? Checklist { get; init; }

    [Description("How long the receiving team has to accept, for example `8h`. Default: no deadline.")]
    public string? AcceptWithin { get; init; }

    [Description("How long the sending team has to resubmit after a return, for example `1d`. Default: no deadline.")]
    public string? ResubmitWithin { get; init; }

    [Description(
        "How long the receiving team has to complete after accepting, for example `10d`. Default: no deadline."
    )]
    public string? CompleteWithin { get; init; }

    [Description("Whether the receiver must summarize the work in their own words to accept it.")]
    public bool? ReadBack { get; init; }

    [Description(
        "How long the sending team has to confirm or correct the read-back, for example `4h`. Default: no deadline."
    )]
    public string? ConfirmWithin { get; init; }

    [Description("Who is notified at which share of the time allowed, in rising order.")]
    public IReadOnlyList<Rung>? Escalation { get; init; }

    [Description("`handoff`, one piece of work, or `shift`, a list of items. Default: `handoff`.")]
    public TemplateKind? Kind { get; init; }

    [Description("What the items of a shift are. Needed for a shift, refused for all else.")]
    public ItemDefinition? Item { get; init; }

    [Description("When a shift is to be handed over, on the clock of the sending team, for example `14:00`.")]
    public IReadOnlyList<string>? At { get; init; }

    [Description("Ignored, so that a template can be put back as it was read.")]
    public int? Version { get; init; }

    [Description("Ignored, so that a template can be put back as it was read.")]
    public string? PublishedBy { get; init; }

    [Description("Ignored, so that a template can be put back as it was read.")]
    public DateTime? PublishedAt { get; init; }

    [Description("Ignored, so that a template can be put back as it was read. What you say goes into the query.")]
    public string? Note { get; init; }
}
