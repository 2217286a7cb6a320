using RouterMaestro;

await using var gateway = GatewayHost.Create(new GatewayOptions(), WebApplication.CreateBuilder(args));
await gateway.StartAsync();
await gateway.WaitForShutdownAsync();
