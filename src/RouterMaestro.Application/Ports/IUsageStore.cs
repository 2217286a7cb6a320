using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Ports;

/// <summary>Answers questions about the requests that were recorded. All pages and commands read through it, so that their sums are equal.</summary>
public interface IUsageStore
{
    /// <summary>Gets the state of the store.</summary>
    UsageStoreStatus Status { get; }

    /// <summary>Adds requests up.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken);

    /// <summary>Lists single requests, the newest first.</summary>
    /// <param name="filter">Which requests.</param>
    /// <param name="cursor">The cursor of the page; null for the first one.</param>
    /// <param name="size">The maximum number of requests.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<UsagePage> ListAsync(UsageFilter filter, string? cursor, int size, CancellationToken cancellationToken);

    /// <summary>Lists the values that filters can have.</summary>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<UsageNames> NamesAsync(CancellationToken cancellationToken);

    /// <summary>Finds the newest request for a response in a conversation to which a model responded: no count, and none that was refused.</summary>
    /// <param name="session">The client's own id of its session, as it sends it; null for a request of any session.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The request; null if there is none within seven days before the newest request.</returns>
    Task<UsageRecord?> FindLastAsync(string? session, CancellationToken cancellationToken);
}
