using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Maps providers to the contract of the admin API.</summary>
internal static class ProviderMapping
{
    public static ProviderListContract ToContract(this ProviderListing listing) => new([.. listing.Providers.Select(p => p.ToContract())], listing.Revision)
    {
        Problems = listing.Problems.IsEmpty ? null : [.. listing.Problems.Select(p => p.ToContract())],
    };

    public static ConfigProblemContract ToContract(this ConfigProblem problem) => new(problem.File, problem.Message) { Path = problem.Location };

    public static ProviderContract ToContract(this ProviderInfo provider) => new(
        provider.Name,
        provider.Type,
        provider.BaseAddress,
        NameOf(provider.Source),
        provider.Status is ProviderStatus.Ready or ProviderStatus.Anonymous,
        NameOf(provider.Status),
        KeyOf(provider),
        provider.Protocols,
        provider.Headers,
        new(provider.Models, NameOf(provider.ModelList)))
    {
        Server = provider.Server is { } server ? new(server.Preset, server.Origin, server.Facts) : null,
        Problem = provider.Problem,
        Errors = provider.Errors.IsEmpty ? null : provider.Errors,
    };

    public static ProviderTestContract ToContract(this ProviderTest test) => new(test.Failure is null, test.Models, (long)test.Duration.TotalMilliseconds)
    {
        Failure = test.Failure is { } failure
            ? new(failure.Code, failure.Message, failure.Status) { Errors = failure.Errors.IsEmpty ? null : failure.Errors }
            : null,
    };

    private static ProviderKeyContract KeyOf(ProviderInfo provider) => new(NameOf(provider.Key), provider.KeyVariable) { AcceptsLogin = provider.AcceptsLogin };

    private static string NameOf(ProviderSource source) => source switch
    {
        ProviderSource.File => "file",
        ProviderSource.Code => "code",
        _ => "built_in",
    };

    public static ServerProviderContract ToServerContract(this ProviderInfo provider) => new(
        provider.Name, provider.Type, NameOf(provider.Status), KeyOf(provider), new(provider.Models, NameOf(provider.ModelList)) { UpdatedAt = provider.ModelsAt })
    {
        Problem = provider.Problem,
    };

    private static string NameOf(ProviderStatus? status) => status switch
    {
        ProviderStatus.Ready => "ready",
        ProviderStatus.Anonymous => "no_key_needed",
        ProviderStatus.NeedsKey => "needs_key",
        _ => "invalid",
    };

    private static string NameOf(KeySource source) => source switch
    {
        KeySource.Environment => "environment",
        KeySource.KeyFile => "auth_file",
        KeySource.Code => "code",
        KeySource.Module => "module",
        _ => "none",
    };

    private static string NameOf(ModelListState state) => state switch
    {
        ModelListState.Configured => "configured",
        ModelListState.Listed => "listed",
        ModelListState.Pending => "pending",
        ModelListState.Failed => "failed",
        _ => "none",
    };
}
