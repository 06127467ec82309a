using System.ComponentModel;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>
/// What publishing a template takes, for the API description alone: the file is read by <see cref="TemplateFile"/>,
/// which names every fault with its line, and reads the older form too.
/// </summary>
[Description("A template, in YAML or JSON. The older form, with `required_fields`, is read too.")]
internal sealed record TemplateRequest
{
    [Description("Its key, where it is repeated in the body; it must be the one of the address.")]
    public string? Key { get; init; }

    [Description("Its name for people; left out: made from the key.")]
    public string? Name { get; init; }

    [Description("The key of the sending team; left out: the key's part before `_to_`.")]
    public string? FromTeam { get; init; }

    [Description("The key of the receiving team.")]
    public required string ReceivingTeam { get; init; }

    [Description("The pattern of a handoff's title, fields in braces, for example `{client_name}`.")]
    public string? Title { get; init; }

    [Description("The fields of the context, in the order in which they are asked for.")]
    public IReadOnlyList<Field>? Fields { get; init; }

    [Description("The steps, each a text (a required step) or an object with `key`, `text` and `required`.")]
    public IReadOnlyList<object>? Checklist { get; init; }

    [Description("How long the receiving team has to accept, for example `8h`; left out: no clock.")]
    public string? AcceptWithin { get; init; }

    [Description("How long the sending team has to resubmit after a return, for example `1d`; left out: no clock.")]
    public string? ResubmitWithin { get; init; }

    [Description("How long the receiving team has to complete after accepting, for example `10d`; left out: no clock.")]
    public string? CompleteWithin { get; init; }

    [Description("Whether the receiver must say in their own words what they accept.")]
    public bool? ReadBack { get; init; }

    [Description("Who gets a notice while a clock runs, by rising share of its time.")]
    public IReadOnlyList<Rung>? Escalation { get; init; }

    [Description("Ignored: what was read can be put back.")]
    public int? Version { get; init; }

    [Description("Ignored: what was read can be put back.")]
    public string? PublishedBy { get; init; }

    [Description("Ignored: what was read can be put back.")]
    public DateTime? PublishedAt { get; init; }
}
