using FluentValidation;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Lists single recorded requests, the newest first.</summary>
/// <param name="Filter">Which requests; its names are found in any case.</param>
/// <param name="Cursor">The cursor of the page; null for the first one.</param>
/// <param name="Size">The maximum number of requests.</param>
internal sealed record ListUsageRequests(UsageFilter Filter, string? Cursor, int Size) : IRequest<UsagePage>, IRouterMaestroRequest
{
    /// <summary>The maximum size of a page.</summary>
    public const int MaxSize = 1000;
}

internal sealed class ListUsageRequestsValidator : UsageFilterValidator<ListUsageRequests>
{
    public ListUsageRequestsValidator()
        : base(static r => r.Filter)
    {
        RuleFor(r => r.Size).InclusiveBetween(1, ListUsageRequests.MaxSize).OverridePropertyName("size")
            .WithMessage($"'size' must be a whole number from 1 to {ListUsageRequests.MaxSize}");
        RuleFor(r => r.Cursor).Must(cursor => cursor is null or { Length: > 0 and <= 256 }).OverridePropertyName("cursor")
            .WithMessage("'cursor' must be the 'next' of another page");
    }
}

internal sealed class ListUsageRequestsHandler(RecordedUsage usage) : IRequestHandler<ListUsageRequests, UsagePage>
{
    public async Task<UsagePage> Handle(ListUsageRequests request, CancellationToken cancellationToken)
    {
        var filter = await usage.ResolveAsync(request.Filter, cancellationToken).ConfigureAwait(false);
        try
        {
            return await usage.ReadAsync(store => store.ListAsync(filter, request.Cursor, request.Size, cancellationToken)).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new RouterException(RouterError.Invalid("cursor", "'cursor' must be the 'next' of another page") with { Code = "usage_query_invalid" }, exception);
        }
    }
}
