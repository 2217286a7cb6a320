using FluentValidation;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Adds recorded requests up.</summary>
/// <param name="Query">The query, whose names are found in any case.</param>
internal sealed record GetUsage(UsageQuery Query) : IRequest<UsageReport>, IRouterMaestroRequest;

internal sealed class GetUsageValidator : UsageFilterValidator<GetUsage>
{
    public GetUsageValidator()
        : base(static r => r.Query.Filter) =>
        RuleFor(r => r.Query.By).IsInEnum().OverridePropertyName("by").WithMessage("'by' must be a known group");
}

/// <summary>Checks the period and the names of the filter of a request.</summary>
internal abstract class UsageFilterValidator<T> : AbstractValidator<T>
{
    // a name is that of a model at most, with its provider
    private const int MaxName = 512;

    protected UsageFilterValidator(Func<T, UsageFilter> filterOf)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => filterOf(r).From).Must((r, from) => from < filterOf(r).Until).OverridePropertyName("from").WithMessage("'from' must be before 'until'");
        RuleFor(r => filterOf(r).From).Must((r, from) => filterOf(r).Until - from <= TimeSpan.FromDays(UsagePeriod.MaxDays + 1))
            .OverridePropertyName("from").WithMessage($"the period must not be longer than {UsagePeriod.MaxDays} days");
        RuleFor(r => filterOf(r).Provider).Must(IsName).OverridePropertyName("provider").WithMessage("'provider' must be a name");
        RuleFor(r => filterOf(r).Model).Must(IsName).OverridePropertyName("model").WithMessage("'model' must be a name");
        RuleFor(r => filterOf(r).KeyName).Must(IsName).OverridePropertyName("key").WithMessage("'key' must be a name");
    }

    private static bool IsName(string? name) => name is null || (name.Length <= MaxName && !string.IsNullOrWhiteSpace(name));
}

internal sealed class GetUsageHandler(RecordedUsage usage) : IRequestHandler<GetUsage, UsageReport>
{
    public async Task<UsageReport> Handle(GetUsage request, CancellationToken cancellationToken)
    {
        var filter = await usage.ResolveAsync(request.Query.Filter, cancellationToken).ConfigureAwait(false);
        return await usage.ReadAsync(store => store.QueryAsync(request.Query with { Filter = filter }, cancellationToken)).ConfigureAwait(false);
    }
}
