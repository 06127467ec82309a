using System.Text.RegularExpressions;
using Baton.Core;
using Baton.Tests.App;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Baton.Tests.Web;

/// <summary>
/// Whatever is refused, and whatever became of a notice, is said in the reader's language: its words stand in
/// <c>T(…)</c>, or in <c>Kept(…)</c> where they are stored. What only the command line says is in English.
/// </summary>
public sealed partial class RefusalWordsTests
{
    private static readonly string[] OfTheCommandLine =
    [
        "Commands/",
        "Features/Archive/",
        "Features/Import/",
        "Features/Backup/",
        "Features/Doctor/",
        "Web/Api/Description/",
        "Features/Handoffs/Reading/HandoffFilter.cs", // describes the API
        "Features/Quality/ReportFormat.cs", // describes the API
        "Features/SignIn/BearerAuthentication.cs", // for the log
        "bin/",
        "obj/",
    ];

    private static readonly string[] Said = ["T", "Key", "Kept"];

    [Fact]
    public void No_refusal_and_no_reason_stands_in_English_alone()
    {
        var found = Sources().SelectMany(source => Untranslated(source.File, source.Root)).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("Refusal.Forbidden(\"Only admins can close teams.\")", 1)]
    [InlineData("Refusal.Forbidden($\"Only leads of {team} can close it.\")", 1)]
    [InlineData("new FieldError(\"team\", \"rule\", $\"{team} is closed.\")", 1)]
    [InlineData("new Refusal(409, \"closed\", \"Closed already\", T(\"It is closed.\"))", 1)]
    [InlineData("Attempt.Retry(\"The host did not answer.\")", 1)]
    [InlineData("Attempt.Retry(Kept(\"The host did not answer.\"))", 0)]
    [InlineData("Refusal.Forbidden(T(\"Only admins can close teams.\"))", 0)]
    [InlineData("new FieldError($\"members[{i}].person\", \"unknown\", T(\"There is no person {0}.\", key))", 0)]
    public void A_text_that_is_left_out_is_found(string code, int found) =>
        Assert.Equal(found, Untranslated("", CSharpSyntaxTree.ParseText($"var refused = {code};").GetRoot()).Count());

    /// <summary>What was stored in English is found again among the texts, with what stood in their places.</summary>
    [Theory]
    [InlineData("The receiver answered 500.", "Der Empfänger hat mit 500 geantwortet.")]
    [InlineData(
        "The channel is switched off. The receiver answered 410: it no longer accepts webhooks.",
        "Der Kanal ist ausgeschaltet. Der Empfänger hat mit 410 geantwortet: Er nimmt keine Webhooks mehr an."
    )]
    [InlineData("What somebody wrote.", "What somebody wrote.")]
    [InlineData("", "")]
    public void What_was_kept_in_English_is_said_in_the_language_of_the_reader(string kept, string said)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = new("de");
        try
        {
            Assert.Equal(said, Translations.SayKept(kept));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<(string File, SyntaxNode Root)> Sources()
    {
        var folder = Path.Combine(Repository.Root, "src", "Baton");
        return Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: file, File: Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .Where(source => !OfTheCommandLine.Any(start => source.File.StartsWith(start, StringComparison.Ordinal)))
            .Select(source => (source.File, CSharpSyntaxTree.ParseText(File.ReadAllText(source.Path)).GetRoot()));
    }

    private static IEnumerable<string> Untranslated(string file, SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<ExpressionSyntax>()
            .Where(node => IsText(node) && !(node.Parent is ExpressionSyntax around && IsText(around)))
            .Where(node => IsRefused(node) ? Phrase().IsMatch(Words(node)) : IsFault(file, node))
            .Where(node => !IsSaid(node))
            .Select(node => $"{file}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {Words(node)}");

    /// <summary>
    /// A whole sentence in a feature, be it a constant or what a method answers, ends in front of somebody; but for
    /// what describes the API and the command line, and what is a bug.
    /// </summary>
    private static bool IsFault(string file, ExpressionSyntax node) =>
        file.StartsWith("Features/", StringComparison.Ordinal)
        && !file.StartsWith("Features/Handoffs/Commands/", StringComparison.Ordinal)
        && !file.EndsWith("Endpoints.cs", StringComparison.Ordinal)
        && !file.EndsWith("Options.cs", StringComparison.Ordinal)
        && Sentence().IsMatch(Words(node))
        && !node.Ancestors().Any(IsForProgrammers);

    private static bool IsForProgrammers(SyntaxNode around) =>
        around is AttributeSyntax or ThrowExpressionSyntax or ThrowStatementSyntax or PrimaryConstructorBaseTypeSyntax
        || (around is MethodDeclarationSyntax method && method.ReturnType.ToString().EndsWith("Exception", default))
        || (around is ObjectCreationExpressionSyntax made && made.Type.ToString().EndsWith("Exception", default));

    /// <summary>An argument of a refusal, of a fault of a field, or of what became of an attempt.</summary>
    private static bool IsRefused(ExpressionSyntax node) =>
        node.Ancestors()
            .TakeWhile(around => around is not (StatementSyntax or MemberDeclarationSyntax))
            .Any(around =>
                around switch
                {
                    InvocationExpressionSyntax call => Refusing().IsMatch(call.Expression.ToString()),
                    ObjectCreationExpressionSyntax made => made.Type.ToString() is "Refusal" or "FieldError",
                    ImplicitObjectCreationExpressionSyntax made => IsRefusal(made.ArgumentList.Arguments),
                    _ => false,
                }
            );

    /// <summary>It begins with a status, or has a code in its middle.</summary>
    private static bool IsRefusal(SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        (arguments.Count >= 4 && Status().IsMatch(arguments[0].ToString()))
        || (arguments.Count == 3 && Code().IsMatch(arguments[1].ToString()));

    private static bool IsSaid(ExpressionSyntax node) =>
        node.Ancestors()
            .OfType<InvocationExpressionSyntax>()
            .Any(call => call.Expression is IdentifierNameSyntax name && Said.Contains(name.Identifier.Text));

    private static bool IsText(ExpressionSyntax node) =>
        node.IsKind(SyntaxKind.StringLiteralExpression)
        || node is InterpolatedStringExpressionSyntax
        || (
            node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum
            && IsText(sum.Left)
            && IsText(sum.Right)
        );

    private static string Words(ExpressionSyntax node) =>
        node switch
        {
            LiteralExpressionSyntax literal => literal.Token.ValueText,
            InterpolatedStringExpressionSyntax mixed => string.Concat(
                mixed.Contents.Select(part =>
                    part is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : "…"
                )
            ),
            BinaryExpressionSyntax sum => Words(sum.Left) + Words(sum.Right),
            _ => "",
        };

    [GeneratedRegex(@"^Refusal\.|Conflict$|^Attempt\.|^Malformed$|^Unavailable$|Fault$")]
    private static partial Regex Refusing();

    [GeneratedRegex(@"^[45]\d\d$")]
    private static partial Regex Status();

    [GeneratedRegex("^\"[a-z_-]+\"$")]
    private static partial Regex Code();

    /// <summary>Two words, of which one may be a value; neither a name such as <c>members[1].person</c>.</summary>
    [GeneratedRegex(@"^(?!line …).*([A-Za-z]{2,}|…)[,:]? [a-z]{2,}", RegexOptions.Singleline)]
    private static partial Regex Phrase();

    [GeneratedRegex(@"^[A-Z][\w'’]* .*[a-z…)][.]$", RegexOptions.Singleline)]
    private static partial Regex Sentence();
}
