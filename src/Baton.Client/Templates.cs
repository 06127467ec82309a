using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>
/// How work passes from one team to another: the context it needs, the receiving team, the checklist, the clocks.
/// </summary>
public record Template
{
    /// <summary>Its key: lower-case letters, digits and underscores, for example <c>sales_to_onboarding</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The key of the sending team.</summary>
    public required string FromTeam { get; init; }

    /// <summary>The key of the receiving team.</summary>
    public required string ReceivingTeam { get; init; }

    /// <summary>
    /// The pattern of a handoff's title, fields in braces, for example <c>{client_name}</c>; null: the rule of the
    /// contract.
    /// </summary>
    public string? Title { get; init; }

    /// <summary>The fields of the context, in the order in which they are asked for.</summary>
    public required IReadOnlyList<Field> Fields { get; init; }

    /// <summary>The steps that the receiving team works through, in order.</summary>
    public required IReadOnlyList<Step> Checklist { get; init; }

    /// <summary>
    /// How long the receiving team has to accept, for example <c>8h</c> (see <see cref="Step"/>'s template
    /// documentation); null: no clock.
    /// </summary>
    public string? AcceptWithin { get; init; }

    /// <summary>How long the sending team has to resubmit after a return; null: no clock.</summary>
    public string? ResubmitWithin { get; init; }

    /// <summary>How long the receiving team has to complete after accepting; null: no clock.</summary>
    public string? CompleteWithin { get; init; }

    /// <summary>Whether the receiver must say in their own words what they took over.</summary>
    public bool ReadBack { get; init; }

    /// <summary>
    /// How long the sending team has to confirm or correct a read-back, for example <c>4h</c>; null: no clock.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConfirmWithin { get; init; }

    /// <summary>
    /// Who is told while a clock runs out, by rising share of its time; null: the team at 50 %, its leads at 100 %,
    /// the admins and the other team at 150 %; empty: nobody.
    /// </summary>
    public IReadOnlyList<Rung>? Escalation { get; init; }

    /// <summary>
    /// <c>shift</c>: what is handed over is a list of items, at fixed times; left out: one piece of work.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TemplateKind Kind { get; init; }

    /// <summary>What the items of a shift are; left out where it is no shift.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ItemDefinition? Item { get; init; }

    /// <summary>
    /// When a shift is to be handed over, on the clock of the sending team on days on which it works, for example
    /// <c>14:00</c>; left out: at no fixed time.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? At { get; init; }
}

/// <summary>What a template hands over.</summary>
public enum TemplateKind
{
    /// <summary>One piece of work.</summary>
    Handoff,

    /// <summary>A list of items that stay, while one shift takes over from another.</summary>
    Shift,
}

/// <summary>What the items of a shift are.</summary>
/// <param name="Name">What one is called, for example <c>Patient</c>.</param>
/// <param name="Title">
/// The pattern of its title, fields in braces, for example <c>{bed} {name}</c>; null: its first field.
/// </param>
/// <param name="Fields">The fields of each, in order.</param>
public sealed record ItemDefinition(string Name, string? Title, IReadOnlyList<Field> Fields);

/// <summary>A rung of the escalation ladder.</summary>
/// <param name="At">
/// The share of the clock's working time that has passed, in per cent: 100 is the moment at which it should have
/// ended.
/// </param>
/// <param name="Tell">
/// <c>team</c> (which holds the clock), <c>lead</c> (its leads), <c>other</c> (the other team), <c>admins</c>, or
/// <c>team:KEY</c>.
/// </param>
public sealed record Rung(int At, IReadOnlyList<string> Tell);

/// <summary>A published version of a <see cref="Template"/>. It never changes.</summary>
public sealed record TemplateVersion : Template, IVersioned
{
    /// <summary>1, 2, 3, …</summary>
    public required int Version { get; init; }

    /// <summary>The key of the person who published it; null for the two that Baton starts with.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>When it was published, UTC.</summary>
    public required DateTime PublishedAt { get; init; }

    /// <summary>What changed, as whoever published it said; null: nothing was said.</summary>
    public string? Note { get; init; }
}

/// <summary>A version of a template in the list of its versions.</summary>
public sealed record TemplateVersionSummary
{
    /// <summary>1, 2, 3, …</summary>
    public required int Version { get; init; }

    /// <summary>The key of the person who published it; null for the two that Baton starts with.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>When it was published, UTC.</summary>
    public required DateTime PublishedAt { get; init; }

    /// <summary>What changed, as whoever published it said; null: nothing was said.</summary>
    public string? Note { get; init; }

    /// <summary>How it differs from the version before, in English sentences; empty for the first one.</summary>
    public required IReadOnlyList<string> Changes { get; init; }
}

/// <summary>A field of the context.</summary>
public sealed record Field
{
    /// <summary>Its key in the context.</summary>
    public required string Key { get; init; }

    /// <summary>What its value must be.</summary>
    public FieldType Type { get; init; } = FieldType.Text;

    /// <summary>Whether the gate refuses a handoff without it.</summary>
    public bool Required { get; init; }

    /// <summary>The key of another field: this one is required when that one has a value.</summary>
    public string? RequiredWhen { get; init; }

    /// <summary>What people call it; null: the key.</summary>
    public string? Label { get; init; }

    /// <summary>A sentence that says what to write.</summary>
    public string? Help { get; init; }

    /// <summary>A value as it should look.</summary>
    public string? Example { get; init; }

    /// <summary>
    /// Where its value comes from when a handoff follows from another: <c>client_name</c> of the nearest ancestor that
    /// has it, or <c>sales_to_onboarding.client_name</c> of the nearest of that template; null: from nowhere.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Carry { get; init; }

    /// <summary>The smallest number or amount allowed.</summary>
    public decimal? Min { get; init; }

    /// <summary>The largest number or amount allowed.</summary>
    public decimal? Max { get; init; }

    /// <summary>The least number of characters (of a text) or items (of a list).</summary>
    public int? MinLength { get; init; }

    /// <summary>The largest number of characters (of a text) or items (of a list).</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the whole text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>
    /// Of a <c>money</c>: <c>required</c>, or the codes of which it must have one, such as <c>EUR, USD</c>; null: a
    /// number without a currency will do.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The values that a <c>choice</c> or <c>choices</c> may take.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>Whether a <c>boolean</c> must be true to pass the gate.</summary>
    public bool MustBeTrue { get; init; }

    /// <summary>
    /// Texts that stand for "not known" and fail the gate; null: the default list for <c>text</c> and
    /// <c>long_text</c>; empty: none.
    /// </summary>
    public IReadOnlyList<string>? Placeholders { get; init; }
}

/// <summary>The types of a <see cref="Field"/>.</summary>
public enum FieldType
{
    /// <summary>Anything; also missing when it is <c>0</c> or <c>false</c>.</summary>
    Any,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>Text of many lines, Markdown.</summary>
    LongText,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number, or <c>{amount, currency}</c>.</summary>
    Money,

    /// <summary>A date, <c>yyyy-mm-dd</c>.</summary>
    Date,

    /// <summary>An http or https address.</summary>
    Url,

    /// <summary>An email address.</summary>
    Email,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>A list of some of the options.</summary>
    Choices,

    /// <summary>A list, or lines of text.</summary>
    List,

    /// <summary>A text, a list of texts, or a list of <c>{name, email, phone, role}</c>.</summary>
    Contacts,
}

/// <summary>A step of the checklist.</summary>
public sealed record Step
{
    /// <summary>Its key; made from the text where the template gives none: <c>contract-signed-and-filed</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the handoff cannot be completed without it.</summary>
    public bool Required { get; init; } = true;

    /// <summary>What must be given with the step when it is done; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceKind? Evidence { get; init; }

    /// <summary>The unit of the number that is given as evidence, for example <c>Nm</c>; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>
    /// The key of a team that may do the step while it assists, beside the receiving team; null: none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }
}

/// <summary>What a step may ask for when it is done.</summary>
public enum EvidenceKind
{
    /// <summary>A file of the handoff.</summary>
    File,

    /// <summary>An address of the web.</summary>
    Url,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,
}

/// <summary>A fault in a request: of one field, or of the whole where <see cref="Field"/> is empty.</summary>
/// <param name="Field">The field, member, line or path at fault.</param>
/// <param name="Code">A stable code, for example <c>missing</c>, <c>placeholder</c>, <c>type</c>, <c>rule</c>.</param>
/// <param name="Message">The fault in plain words.</param>
public sealed record FieldError(string Field, string Code, string Message);

/// <summary>Leave to hand over without a required field.</summary>
/// <param name="Field">The field that is waived.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The person who asked for it; filled in by Baton.</param>
public sealed record Waiver(string Field, string Reason, string? By = null);
