import asyncio

async def fetch_data():
    print("Fetching data...")
    await asyncio.sleep(2)  # Simulate I/O operation
    print("Data fetched!")

async def main():
    await asyncio.gather(fetch_data(), fetch_data())

asyncio.run(main())
