using Microsoft.AspNetCore.Http.Metadata;

namespace Baton.Web;

/// <summary>How large the body of a route may be that takes files, and what is said of a larger one.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize, Refusal TooLarge) : IRequestSizeLimitMetadata;
