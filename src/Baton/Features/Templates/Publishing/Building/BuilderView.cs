using Baton.Client;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>A template that is being written, as its page shows it.</summary>
public sealed record BuilderView
{
    /// <summary>Its newest version; null: it is a new one.</summary>
    public TemplateVersion? Published { get; init; }

    /// <summary>What stands in the form; null where it is written as text.</summary>
    public BuilderState? State { get; init; }

    /// <summary>What stands in the text; null where it is a form.</summary>
    public string? Text { get; init; }

    /// <summary>The version that was the newest when the page was first read, or when it was refused for it.</summary>
    public int Seen { get; init; }

    /// <summary>What changed, in the words of whoever publishes.</summary>
    public string Note { get; init; } = "";

    public IReadOnlyList<FieldError> Faults { get; init; } = [];

    /// <summary>Whether it was to be published.</summary>
    public bool IsRefused { get; init; }

    /// <summary>For each fault of the text the line that is wrong; 0 where it names none.</summary>
    public IReadOnlyList<int> FaultyLines { get; init; } = [];

    /// <summary>What it says; null where it is not valid.</summary>
    public Template? Template { get; init; }

    /// <summary>What somebody else published while it was written; null: nothing.</summary>
    public MeanwhilePublished? Meanwhile { get; init; }

    /// <summary>What it changes of the newest version, in words and line by line.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    public IReadOnlyList<DiffLine> Lines { get; init; } = [];

    /// <summary>Null where the reader may not publish it.</summary>
    public AffectedHandoffs? Affected { get; init; }

    /// <summary>How many handoffs it was tried on, and which would have failed; null when it was not tried.</summary>
    public int? Looked { get; init; }

    public IReadOnlyList<Failed> Failed { get; init; } = [];

    internal int NextVersion => (Published?.Version ?? 0) + 1;
}
