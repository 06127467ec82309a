using System.Text;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>The newest version of each template.</summary>
    public Task<ItemsOf<TemplateVersion>> ListTemplatesAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<TemplateVersion>>("templates", cancellationToken);

    /// <summary>A template: its newest version, or the one asked for.</summary>
    public Task<TemplateVersion> GetTemplateAsync(
        string key,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<TemplateVersion>(
            version is null ? $"templates/{Esc(key)}" : $"templates/{Esc(key)}/versions/{version}",
            cancellationToken
        );

    /// <summary>The versions of a template, newest first, each with what it changed.</summary>
    public Task<ItemsOf<TemplateVersionSummary>> ListTemplateVersionsAsync(
        string key,
        CancellationToken cancellationToken = default
    ) => GetAsync<ItemsOf<TemplateVersionSummary>>($"templates/{Esc(key)}/versions", cancellationToken);

    /// <summary>Publishes a template, YAML or JSON. The same content again changes nothing.</summary>
    public Task<TemplateVersion> PublishTemplateAsync(
        string key,
        string yamlOrJson,
        CancellationToken cancellationToken = default
    ) => PublishTemplateAsync(key, yamlOrJson, note: null, cancellationToken);

    /// <summary>The same, with a note that says what changed, of at most 500 characters.</summary>
    public Task<TemplateVersion> PublishTemplateAsync(
        string key,
        string yamlOrJson,
        string? note,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<TemplateVersion>(
            HttpMethod.Put,
            note is null ? $"templates/{Esc(key)}" : $"templates/{Esc(key)}?note={Esc(note)}",
            new StringContent(yamlOrJson, Encoding.UTF8, "application/yaml"),
            null,
            null,
            cancellationToken
        );
}
