namespace Baton.Web.Pages;

/// <summary>What somebody is asked before something is done that others feel.</summary>
/// <param name="Heading">The question, with the name of whom it is about.</param>
/// <param name="Consequences">What follows, each a sentence.</param>
/// <param name="Path">Where the answer goes.</param>
/// <param name="Button">The verb.</param>
/// <param name="Back">Where the page was come from.</param>
public sealed record Confirmation(
    string Heading,
    IReadOnlyList<string> Consequences,
    string Path,
    string Button,
    string Back
)
{
    /// <summary>What the button is called where its verb alone does not say whom it is about.</summary>
    public string? Label { get; init; }

    /// <summary>Whether it takes something away.</summary>
    public bool Destroys { get; init; } = true;

    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>What is to be decided with it.</summary>
    public Choices? Choices { get; init; }

    internal IResult ToPage() => Page.Of<ConfirmPage>(new { Confirmation = this });
}

/// <param name="Name">The name of the field.</param>
/// <param name="Label">What it asks.</param>
/// <param name="Options">What can be chosen, the first one unless somebody chooses.</param>
public sealed record Choices(string Name, string Label, IReadOnlyList<(string Value, string Words)> Options);
