using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Baton.Tests.App;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Baton.Tests.Web;

/// <summary>
/// What others make of the API description: it is linted, and clients are made of it, compiled and used.
/// </summary>
public sealed partial class ApiClientsTests(SharedApps apps)
{
    private static string Document => Path.Combine(Repository.Root, "docs", "openapi.json");

    [Fact]
    public async Task Redocly_finds_nothing_to_say_against_it()
    {
        var (exitCode, output) = await Node.RunAsync(
            "",
            Path.Combine("node_modules", "@redocly", "cli", "bin", "cli.js"),
            "lint",
            "--extends=recommended",
            "--format=stylish",
            Document
        );
        Assert.True(exitCode == 0 && !Fault().IsMatch(output), output);
    }

    [Fact]
    public async Task A_typescript_program_compiles_against_it()
    {
        var directory = Directory.CreateTempSubdirectory("baton-test-");
        var (exitCode, output) = await Node.RunAsync("", "typescript-client.mjs", Document, directory.FullName);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_client_in_csharp_compiles_and_reads_a_handoff()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var handoff = await cast.InitiatedAsync();
        var client = Compile(await GenerateAsync()).GetType("Generated.BatonApi", throwOnError: true)!;
        using var http = new HttpClient { BaseAddress = cast.App.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cast.Alice.Token);

        var read = await AnswerOf(client, http, "Handoffs_getAsync", handoff.HandoffId);

        Assert.Equal(handoff.Title, read.GetType().GetProperty("Title")!.GetValue(read));
        Assert.Equal("Initiated", read.GetType().GetProperty("Status")!.GetValue(read)!.ToString());
    }

    private static async Task<object> AnswerOf(Type client, HttpClient http, string method, params object[] arguments)
    {
        var call = client
            .GetMethods()
            .Single(known => known.Name == method && known.GetParameters().Length == arguments.Length);
        var answer = (Task)call.Invoke(Activator.CreateInstance(client, http), arguments)!;
        await answer;
        return answer.GetType().GetProperty("Result")!.GetValue(answer)!;
    }

    private static async Task<string> GenerateAsync()
    {
        var document = await OpenApiDocument.FromFileAsync(Document, TestContext.Current.CancellationToken);
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "BatonApi",
            UseBaseUrl = false,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings =
            {
                Namespace = "Generated",
                JsonLibrary = CSharpJsonLibrary.SystemTextJson,
                GenerateNullableReferenceTypes = true,
            },
        };
        return new CSharpClientGenerator(document, settings).GenerateFile();
    }

    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Generated",
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        using var assembly = new MemoryStream();
        var made = compilation.Emit(assembly);
        Assert.True(
            made.Success,
            string.Join('\n', made.Diagnostics.Where(fault => fault.Severity == DiagnosticSeverity.Error).Take(10))
        );
        assembly.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(assembly);
    }

    /// <summary>A line of what Redocly says: where, how bad, and by which rule.</summary>
    [GeneratedRegex(@"\d+:\d+ +(warning|error) ")]
    private static partial Regex Fault();
}
