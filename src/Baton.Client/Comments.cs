namespace Baton.Client;

/// <summary>A comment on a handoff.</summary>
/// <param name="N">Its number within the handoff, from 1.</param>
/// <param name="Text">What was said.</param>
/// <param name="By">Who said it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Mentions">The people it mentions who may see the handoff.</param>
public sealed record Comment(int N, string Text, string By, DateTime At, IReadOnlyList<string> Mentions);
