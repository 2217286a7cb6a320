using System.Globalization;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Failures;

/// <summary>An error as the caller sees it, in no particular protocol.</summary>
/// <param name="Kind">The kind of error.</param>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Message">One sentence for people; never holds a credential.</param>
public sealed record RouterError(RouterErrorKind Kind, int Status, string Message)
{
    /// <summary>
    /// The status of a call for which a provider refused the gateway's own key. Claude Code 2.1.330 repeats a 502 to its limit, and shows a 401 as
    /// a mistake of its user; a 424 is one request, with the message shown.
    /// </summary>
    private const int KeyRefused = 424;

    /// <summary>Gets the path of the offending field, such as <c>messages.0.content</c>; null when no field is to blame.</summary>
    public string? Param { get; init; }

    /// <summary>Gets a code for programs; null for the protocol's default.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the gateway's id of the request; null when not known yet.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the provider's failure behind this error; null when no provider was asked.</summary>
    public UpstreamFailure? Upstream { get; init; }

    /// <summary>Gets the model whose failure this is; null when no provider was asked.</summary>
    public ModelRef? Model { get; init; }

    /// <summary>Gets what the translation for that model could not carry, or would not have carried; none when nothing was lost.</summary>
    public EquatableArray<string> Dropped { get; init; } = [];

    /// <summary>Gets how many requests were sent to providers.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets the time after which a repeat of the request may be served; null when it is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Makes the error of a request with a bad field.</summary>
    /// <param name="param">The field's path; null when no field is to blame.</param>
    /// <param name="message">What is wrong with it.</param>
    public static RouterError Invalid(string? param, string message) => new(RouterErrorKind.InvalidRequest, 400, message) { Param = param };

    /// <summary>Makes the error of an unknown model.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="hint">Why it is unknown, or what to do.</param>
    /// <param name="suggestions">The names that the caller may have meant, the likeliest first.</param>
    public static RouterError UnknownModel(string name, string hint, EquatableArray<string> suggestions = default) =>
        new(RouterErrorKind.NotFound, 404, $"The model '{name}' does not exist: {hint}.{DidYouMean(suggestions)}") { Param = "model", Code = "model_not_found" };

    /// <summary>Makes the error of a gateway in which no provider can be asked.</summary>
    /// <param name="catalog">The providers.</param>
    internal static RouterError NoProvider(ModelCatalog catalog)
    {
        var idle = catalog.Providers.Where(p => !p.IsUsable).ToArray();
        var missing = idle.Where(p => p is { AcceptsLogin: false, KeyVariable: not null }).Select(p => p.KeyVariable!).Distinct().ToArray();
        string[] reasons =
        [
            .. catalog.Silent.Select(id => $"{id} has sent no list of models"),
            .. missing.Length == 0 ? [] : new[] { $"set {string.Join(" or ", missing)}" },
            .. idle.Where(p => p.AcceptsLogin).Select(p => p.CredentialAdvice),
        ];
        return new(RouterErrorKind.NoProvider, 503, reasons.Length == 0 ? "No provider has a model." : $"No provider can be used: {string.Join("; ", reasons)}.");
    }

    /// <summary>Makes the error of a model whose provider has no key.</summary>
    /// <param name="provider">The provider.</param>
    internal static RouterError NeedsKey(ProviderCard provider) =>
        new(RouterErrorKind.NoProvider, 503, $"The provider '{provider.Id}' has no {(provider.AcceptsLogin ? "login" : "key")}: {provider.CredentialAdvice}.");

    /// <summary>Makes the error that ends a call whose last provider failed.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="provider">The provider's id, for an error that must say whose key was refused; null when it is not known.</param>
    public static RouterError From(UpstreamFailure failure, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.IsKeyRefused
            ? new(RouterErrorKind.UpstreamFailed, KeyRefused, KeyRefusedMessage(failure, provider)) { Upstream = failure }
            : new(RouterErrorKind.UpstreamFailed, StatusOf(failure), failure.Message) { Param = failure.Param, Code = failure.Code, Upstream = failure };
    }

    private static string DidYouMean(EquatableArray<string> names) => names.IsEmpty
        ? ""
        : $" Did you mean {string.Join(", ", names.Take(names.Count - 1).Select(name => $"'{name}'"))}{(names.Count > 1 ? " or " : "")}'{names[^1]}'?";

    // a gateway behind this one has already said whose key it was
    private static string KeyRefusedMessage(UpstreamFailure failure, string? provider) =>
        failure.Message.Contains("gateway's own key", StringComparison.Ordinal) ? failure.Message
        : failure.IsKeyMissing ? $"{provider ?? "The provider"} refused the gateway{StatusText(failure)}, which has no key for it: {failure.Message}"
        : $"{provider ?? "The provider"} refused the gateway's own key{StatusText(failure)}: {failure.Message}";

    private static string StatusText(UpstreamFailure failure) =>
        failure.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $" (HTTP {status})") : "";

    private static int StatusOf(UpstreamFailure failure) => failure switch
    {
        // the gateway chose the host, so that the caller has nothing to correct
        { Status: 421 } => 502,
        { Status: >= 400 and <= 599 } => failure.Status.Value,
        { Kind: FailureKind.HeadersTimeout or FailureKind.FirstContentTimeout or FailureKind.IdleTimeout or FailureKind.TotalTimeout } => 504,
        { Kind: FailureKind.RateLimited } => 429,
        { Kind: FailureKind.Overloaded } => 529,
        { Kind: FailureKind.ContextOverflow or FailureKind.InvalidRequest or FailureKind.ContentPolicy } => 400,
        _ => 502,
    };
}

/// <summary>The kind of an error, as the caller sees it.</summary>
public enum RouterErrorKind
{
    /// <summary>The request is not valid.</summary>
    InvalidRequest,

    /// <summary>The gateway key is missing or wrong.</summary>
    Unauthenticated,

    /// <summary>The gateway key does not allow this.</summary>
    PermissionDenied,

    /// <summary>There is no such model or path.</summary>
    NotFound,

    /// <summary>The path does not answer to this method.</summary>
    MethodNotAllowed,

    /// <summary>The body is larger than the limit.</summary>
    TooLarge,

    /// <summary>The request has passed through too many gateways.</summary>
    LoopDetected,

    /// <summary>No provider can serve the request now.</summary>
    NoProvider,

    /// <summary>The gateway is stopping.</summary>
    Stopping,

    /// <summary>The gateway is short of memory.</summary>
    Overloaded,

    /// <summary>The providers that were asked failed.</summary>
    UpstreamFailed,

    /// <summary>The gateway is at fault.</summary>
    Internal,
}
