using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Registers the requests that read recorded usage.</summary>
internal static class UsageReportsServiceCollectionExtensions
{
    public static IServiceCollection AddUsageReports(this IServiceCollection services)
    {
        services.TryAddSingleton<RecordedUsage>();
        return services
            .AddHandler<GetUsage, UsageReport, GetUsageHandler, GetUsageValidator>()
            .AddHandler<ListUsageRequests, UsagePage, ListUsageRequestsHandler, ListUsageRequestsValidator>()
            .AddHandler<GetUsageNames, UsageNames, GetUsageNamesHandler>()
            .AddHandler<GetStatusline, Statusline, GetStatuslineHandler, GetStatuslineValidator>();
    }
}
