using Microsoft.Extensions.Options;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The configuration files as they are in effect.</summary>
internal sealed class ConfigurationFiles(
    ConfigPaths paths, CodecRegistry codecs, ProviderModules modules, RouteTables tables, IOptions<RouterMaestroOptions> options)
{
    /// <summary>Gets <c>providers.json</c>.</summary>
    public LiveFile<ProvidersFile> Providers { get; } =
        new(paths.ProvidersFile, (root, errors) => ProvidersFile.Read(root, codecs, modules, errors), ProvidersFile.List);

    /// <summary>Gets <c>priorities.json</c>.</summary>
    public LiveFile<PrioritiesFile> Priorities { get; } =
        new(paths.PrioritiesFile, (root, errors) => PrioritiesFile.Read(root, options.Value.Routing, tables.Strategies, errors));

    /// <summary>Gets <c>auth.json</c>.</summary>
    public LiveFile<AuthFile> Auth { get; } = new(paths.AuthFile, AuthFile.Read);

    /// <summary>Gets the problems of all files.</summary>
    public IEnumerable<ConfigProblem> Problems => Providers.Problems.Concat(Priorities.Problems).Concat(Auth.Problems);

    /// <summary>Validates a new content of <c>priorities.json</c>.</summary>
    /// <param name="bytes">The content.</param>
    /// <returns>The errors; empty if the content is valid.</returns>
    public EquatableArray<string> CheckPriorities(byte[] bytes)
    {
        var errors = new ConfigErrors(Path.GetFileName(paths.PrioritiesFile));
        PrioritiesFile.Read(ConfigFile.Parse(bytes, errors), options.Value.Routing, tables.Strategies, errors);
        return errors.IsBroken ? errors.Messages.ToEquatableArray() : [];
    }

    /// <summary>Reads the current version of each file.</summary>
    public void Read()
    {
        Providers.Read();
        Priorities.Read();
        Auth.Read();
    }
}
