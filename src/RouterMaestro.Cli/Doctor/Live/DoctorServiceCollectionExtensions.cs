using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Cli.Doctor.Checks;

namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>Registers the checks of <c>doctor</c>.</summary>
internal static class DoctorServiceCollectionExtensions
{
    /// <summary>Adds the checks in the order in which they are shown. A new check needs one line here.</summary>
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services
        .AddSingleton<GatewayView>()
        .AddSingleton<SpareGateway>()
        .AddSingleton<KnownGateways>()
        .AddSingleton<LiveClient>()
        .AddSingleton<TinyRequest>()
        .AddSingleton<DoctorReport>()
        .AddSingleton<DoctorRun>()
        .AddSingleton<IDoctorCheck, RuntimeCheck>()
        .AddSingleton<IDoctorCheck, FoldersCheck>()
        .AddSingleton<IDoctorCheck, FilesCheck>()
        .AddSingleton<IDoctorCheck, ConfigurationCheck>()
        .AddSingleton<IDoctorCheck, LeftoversCheck>()
        .AddSingleton<IDoctorCheck, SettingsCheck>()
        .AddSingleton<IDoctorCheck, ProviderKeysCheck>()
        .AddSingleton<IDoctorCheck, PortCheck>()
        .AddSingleton<IDoctorCheck, GatewayCheck>()
        .AddSingleton<IDoctorCheck, ClientVariablesCheck>()
        .AddSingleton<IDoctorCheck, ProxyCheck>()
        .AddSingleton<IDoctorCheck, ClientFilesCheck>()
        .AddSingleton<IDoctorCheck, LiveCheck>();
}
