using Microsoft.Extensions.Options;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>Checks what the host decides for the whole router; reports all faults at once.</summary>
internal sealed class RouterMaestroOptionsValidator : IValidateOptions<RouterMaestroOptions>
{
    public ValidateOptionsResult Validate(string? name, RouterMaestroOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        var routing = options.Routing;
        foreach (var priority in routing.Priorities)
        {
            if (!ModelRef.TryParse(priority, out _))
            {
                result.AddError("must be of the form provider/model-id", nameof(routing.Priorities));
            }
        }

        Check(nameof(TimeLimits.Connect), routing.Limits.Connect);
        Check(nameof(TimeLimits.ResponseHeaders), routing.Limits.ResponseHeaders);
        Check(nameof(TimeLimits.FirstContent), routing.Limits.FirstContent);
        Check(nameof(TimeLimits.Idle), routing.Limits.Idle);
        Check(nameof(TimeLimits.Unstreamed), routing.Limits.Unstreamed);
        Check(nameof(KeepaliveSettings.First), routing.Keepalive.First);
        Check(nameof(KeepaliveSettings.Every), routing.Keepalive.Every);
        return result.Build();

        void Check(string property, TimeSpan? span)
        {
            if (span is { } value && !RoutingTimes.IsSensible(value))
            {
                result.AddError(RoutingTimes.Rule, property);
            }
        }
    }
}
