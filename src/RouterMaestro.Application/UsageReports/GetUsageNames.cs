using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Lists the names by which recorded requests can be filtered.</summary>
internal sealed record GetUsageNames : IRequest<UsageNames>, IRouterMaestroRequest;

internal sealed class GetUsageNamesHandler(RecordedUsage usage) : IRequestHandler<GetUsageNames, UsageNames>
{
    public Task<UsageNames> Handle(GetUsageNames request, CancellationToken cancellationToken) => usage.ReadAsync(store => store.NamesAsync(cancellationToken));
}
